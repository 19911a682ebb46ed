-- What people say of models and versions, the names that move, and what is gone.

alter table namespace add column description text;

-- A deleted model keeps its row: made again, it goes on counting its versions.
alter table model
    add column description text,
    add column labels      jsonb not null default '{}',
    -- What the bare address serves: "latest" or an alias of this model.
    add column default_ref text not null default 'latest',
    -- How many newest versions the clean-up leaves; null: all.
    add column keep        int check (keep > 0),
    add column deleted_at  timestamptz;

-- A deleted version keeps its row too, without files: its number answers 410.
alter table version
    add column labels       jsonb not null default '{}',
    -- 16 bytes a tensor, in the order of the weights manifest; null where nothing was fingerprinted.
    add column fingerprints bytea;

create table alias (
    model_id   bigint not null references model,
    name       text not null,
    version_id bigint not null references version,
    moved_at   timestamptz not null,
    moved_by   text not null,
    primary key (model_id, name)
);
create index alias_by_version on alias (version_id);

-- Every move of every alias; it outlives the alias.
create table alias_move (
    id          bigint generated always as identity primary key,
    model_id    bigint not null references model,
    alias       text not null,
    -- Null for the first move, and after a removal.
    from_number int,
    -- Null for a removal.
    to_number   int,
    moved_at    timestamptz not null,
    moved_by    text not null
);
create index alias_move_by_alias on alias_move (model_id, alias, id desc);

-- A save that may be repeated. Without a digest it is still running; only successes stay.
create table idempotency_key (
    caller      text not null,
    model       text not null,
    key         text not null,
    session_id  uuid not null,
    digest      text,
    answer      jsonb,
    created_at  timestamptz not null default now(),
    primary key (caller, model, key)
);
create index idempotency_key_by_age on idempotency_key (created_at);
create index idempotency_key_by_session on idempotency_key (session_id);
