-- What a signed link opens, until when, and whether it still does: the loads of a version, those of an alias, or saves to a model.
create table share_link (
    id         text primary key,
    model_id   bigint not null references model,
    version_id bigint references version,
    alias      text,
    -- The move by which the alias stood where it did when the link was made: that one and later ones lead to what is open.
    first_move bigint,
    created_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
    created_by text not null,
    -- The key that made it: revoked, it takes the link along.
    key_id     text references api_key,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    check (version_id is null or alias is null),
    check ((alias is null) = (first_move is null))
);
create index share_link_by_age on share_link (model_id, created_at, id) where revoked_at is null;
create index share_link_by_maker on share_link (model_id, created_by, created_at, id) where revoked_at is null;
create index share_link_by_key on share_link (key_id) where revoked_at is null;
create index share_link_by_end on share_link (model_id, expires_at);

-- Whether an alias ever stood at a version since a move, however often it was moved.
create index alias_move_by_version on alias_move (model_id, alias, to_number, id);

-- The key that signs links where the configuration has none; all replicas have it from here.
create table link_signing_key (
    only_one   boolean primary key default true check (only_one),
    secret     bytea not null,
    created_at timestamptz not null default now()
);
