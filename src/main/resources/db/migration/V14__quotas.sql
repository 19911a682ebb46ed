-- How much a namespace may hold; null: what the settings say. They outlive the namespace, so that it cannot be made anew
-- without them.
alter table namespace
    add column bytes_quota    bigint check (bytes_quota >= 0),
    add column versions_quota bigint check (versions_quota >= 0),
    add column models_quota   bigint check (models_quota >= 0);

-- What a running save may still add. It is given back with the session's row, however that ends, so nothing has to be counted
-- back, and nothing can be forgotten.
alter table upload_session
    add column reserved_bytes   bigint not null default 0,
    add column reserved_version boolean not null default false,
    add column reserved_model   boolean not null default false,
    -- The quotas of a namespace that has none of its own, as the server that opened the session is set up.
    add column default_bytes    bigint,
    add column default_versions bigint,
    add column default_models   bigint;
create index upload_session_by_namespace on upload_session (split_part(model, '/', 1));

drop function if exists open_upload_session(uuid, text, text, double precision, text, double precision);
