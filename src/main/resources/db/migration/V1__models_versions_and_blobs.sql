-- Digests are SHA-256 in lower-case hex; sizes are bytes.

create table namespace (
    id         bigint generated always as identity primary key,
    name       text not null unique,
    created_at timestamptz not null default now()
);

create table model (
    id             bigint generated always as identity primary key,
    namespace_id   bigint not null references namespace,
    name           text not null,
    visibility     text not null check (visibility in ('PUBLIC', 'PRIVATE')),
    -- The highest number ever given: numbers are never used again.
    last_version   int not null default 0,
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now(),
    unique (namespace_id, name)
);

-- The model file's bytes as they came, shared by the versions of a namespace that have the same topology.
create table model_file (
    id                 bigint generated always as identity primary key,
    namespace_id       bigint not null references namespace,
    digest             text not null,
    content            bytea not null,
    index              jsonb not null,
    unique (namespace_id, digest)
);

create table version (
    id                 bigint generated always as identity primary key,
    model_id           bigint not null references model,
    number             int not null,
    digest             text not null,
    model_file_id      bigint not null references model_file,
    model_file_digest  text not null,
    format             text,
    generated_by       text,
    topology_bytes     bigint not null,
    weight_specs_bytes bigint not null,
    weight_bytes       bigint not null,
    description        text,
    created_at         timestamptz not null,
    created_by         text not null,
    deleted_at         timestamptz,
    unique (model_id, number)
);
create index version_newest on version (model_id, number desc) where deleted_at is null;
create index version_by_digest on version (model_id, digest, number desc) where deleted_at is null;
create index version_by_model_file on version (model_file_id);

-- Bytes in the blob store, shared by the versions of a namespace that have the same file.
create table blob (
    id           bigint generated always as identity primary key,
    namespace_id bigint not null references namespace,
    digest       text not null,
    bytes        bigint not null,
    storage_key  text not null unique,
    unique (namespace_id, digest)
);

-- A file without bytes has no blob.
create table version_file (
    version_id bigint not null references version,
    position   int not null,
    path       text not null,
    role       text not null check (role in ('SHARD', 'EXTRA')),
    blob_id    bigint references blob,
    primary key (version_id, position)
);
create index version_file_by_blob on version_file (blob_id);

-- A running save. Its id names the area of the blob store where it writes; the row stands before the first byte is stored.
create table upload_session (
    id          uuid primary key,
    model       text not null,
    opened_by   text not null,
    opened_at   timestamptz not null default now(),
    lease_until timestamptz not null,
    -- Taken by the clean-up: it cannot be published any more.
    abandoned   boolean not null default false
);
create index upload_session_by_lease on upload_session (lease_until);

-- Committed blobs that nothing refers to any more; the clean-up deletes them from the store, then here.
create table freed_blob (
    storage_key text primary key,
    -- When the clean-up may take it: now, or when the claim of another replica ends.
    due_at      timestamptz not null default now()
);
create index freed_blob_by_due on freed_blob (due_at);

create table audit_event (
    id     bigint generated always as identity primary key,
    at     timestamptz not null,
    who    text not null,
    origin text not null,
    action text not null,
    target text not null
);
