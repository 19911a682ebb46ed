-- The namespaces into which a key reaches, for lists of keys.
create function grant_namespaces(p_grants jsonb) returns text[] language sql immutable as $$
    select array(select distinct g ->> 'namespace' from jsonb_array_elements(p_grants) g)
$$;

-- Keys that the registry made. Of the secret only a hash is kept.
create table api_key (
    id           text primary key,
    name         text not null,
    secret_hash  bytea not null unique,
    -- [{"namespace": "vision", "permissions": ["read", "publish"]}]; the namespace * means every one.
    grants       jsonb not null,
    namespaces   text[] not null generated always as (grant_namespaces(grants)) stored,
    created_at   timestamptz not null default date_trunc('milliseconds', now()),
    created_by   text not null,
    expires_at   timestamptz,
    last_used_at timestamptz,
    revoked_at   timestamptz
);
create index api_key_by_age on api_key (created_at, id) where revoked_at is null;
