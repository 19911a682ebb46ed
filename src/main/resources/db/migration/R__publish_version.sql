-- The end of a save: one call, one transaction, one round trip. The lock on the model is held for as long as PostgreSQL needs,
-- not for as long as a network does. Files come as arrays of one length: shards in manifest order, then extra files by path;
-- a file without bytes has no key.
create or replace function publish_version(
    p_session uuid, p_namespace text, p_model text, p_visibility text, p_description text, p_who text, p_origin text,
    p_digest text, p_file_digest text, p_file_content bytea, p_file_index text, p_format text, p_generated_by text,
    p_topology_bytes bigint, p_weight_specs_bytes bigint, p_weight_bytes bigint,
    p_paths text[], p_roles text[], p_sizes bigint[], p_digests text[], p_keys text[], p_crcs bigint[],
    p_fingerprints bytea, p_fingerprints_key text, p_fingerprints_bytes int,
    p_labels text, p_alias text, p_alias_if int, p_key text)
returns table (number int, created_at timestamptz, created boolean)
language plpgsql
-- Its plans are made when the tables are small, and kept when they are large. For the same reason it looks blobs up one by
-- one: a join would read all of a namespace once it has learned how few there are.
set enable_seqscan = off
as $$
declare
    v_session   upload_session%rowtype;
    v_holds     namespace%rowtype;
    v_namespace bigint;
    v_model     bigint;
    v_newest    version%rowtype;
    v_repeated  idempotency_key%rowtype;
    v_stands    int;
    v_number    int;
    v_file      bigint;
    v_version   bigint;
    v_created   boolean;
    v_models    int := 0;
    v_bytes     bigint := 0;
    v_stored    bigint;
    v_now       timestamptz := date_trunc('milliseconds', clock_timestamp());
begin
    delete from upload_session s where s.id = p_session and not s.abandoned returning s.* into v_session;
    if not found then
        raise exception 'the upload session was given up' using errcode = 'WH001';
    end if;

    if p_key is not null then
        select k.* into v_repeated from idempotency_key k
        where k.caller = p_who and k.model = p_namespace || '/' || p_model and k.key = p_key and k.digest is not null
        for update;
    end if;
    if v_repeated.digest is not null then
        if v_repeated.digest <> p_digest then
            raise exception 'the key was used for other bytes' using errcode = 'WH003';
        end if;
        insert into freed_blob (storage_key) select k from unnest(p_keys || p_fingerprints_key) k where k is not null;
        return query select (v_repeated.answer ->> 'number')::int, (v_repeated.answer ->> 'createdAt')::timestamptz,
                            (v_repeated.answer ->> 'created')::boolean;
        return;
    end if;

    -- Two saves may make the same model at once: the second waits for the first, and finds it made. A deleted model or
    -- namespace is made again; the lock on the namespace keeps away who would delete it for being empty.
    loop
        select m.id, m.namespace_id into v_model, v_namespace
        from model m join namespace n on n.id = m.namespace_id
        where n.name = p_namespace and m.name = p_model and m.deleted_at is null for update of m;
        exit when found;
        if p_visibility is null then
            raise exception 'this save makes no model' using errcode = 'WH004';
        end if;
        insert into namespace (name) values (p_namespace)
        on conflict (name) do update set deleted_at = null, description = null, created_at = v_now
        where namespace.deleted_at is not null;
        if found then
            insert into audit_event (at, who, origin, action, target) values (v_now, p_who, p_origin, 'create', p_namespace);
        end if;
        insert into model (namespace_id, name, visibility)
        select n.id, p_model, p_visibility from namespace n where n.name = p_namespace and n.deleted_at is null for key share
        on conflict (namespace_id, name) do update
        set deleted_at = null, visibility = excluded.visibility, description = null, labels = '{}', default_ref = 'latest',
            keep = null, created_at = v_now
        where model.deleted_at is not null;
        v_models := case when found then 1 else 0 end;
    end loop;

    if p_alias_if is not null then
        select v.number into v_stands from alias a join version v on v.id = a.version_id
        where a.model_id = v_model and a.name = p_alias;
        if coalesce(v_stands, 0) <> p_alias_if then
            raise exception 'the alias stands elsewhere' using errcode = 'WH002';
        end if;
    end if;

    select v.* into v_newest from version v
    where v.model_id = v_model and v.deleted_at is null order by v.number desc limit 1;
    v_created := v_newest.digest is distinct from p_digest;
    if not v_created then
        insert into freed_blob (storage_key) select k from unnest(p_keys || p_fingerprints_key) k where k is not null;
        v_version := v_newest.id;
        v_number := v_newest.number;
    else
        update model m set last_version = m.last_version + 1, updated_at = v_now
        where m.id = v_model returning m.last_version into v_number;

        -- What is there already is locked before it is referred to: a deletion may be about to free it. Where that came first,
        -- it is made anew.
        loop
            select f.id into v_file from model_file f
            where f.namespace_id = v_namespace and f.digest = p_file_digest for key share;
            exit when found;
            insert into model_file (namespace_id, digest, content, index)
            values (v_namespace, p_file_digest, p_file_content, p_file_index::jsonb)
            on conflict (namespace_id, digest) do nothing;
        end loop;

        -- Equal bytes of a namespace are kept once. In one order for all, so that no two transactions wait in a circle.
        loop
            with stored as (
                insert into blob (namespace_id, digest, bytes, storage_key, crc32)
                select distinct on (f.digest) v_namespace, f.digest, f.size, f.key, f.crc
                from unnest(p_digests, p_sizes, p_keys, p_crcs) as f(digest, size, key, crc)
                where f.key is not null order by f.digest
                on conflict (namespace_id, digest) do nothing
                returning bytes)
            select coalesce(sum(s.bytes), 0) into v_stored from stored s;
            v_bytes := v_bytes + v_stored;
            exit when lock_blobs(v_namespace, p_digests, p_keys);
        end loop;
        insert into freed_blob (storage_key)
        select k from unnest(p_keys) k
        where k is not null and (select b.id from blob b where b.storage_key = k) is null;

        insert into version (model_id, number, digest, model_file_id, model_file_digest, format, generated_by, topology_bytes,
                             weight_specs_bytes, weight_bytes, description, created_at, created_by, fingerprints, fingerprints_key,
                             fingerprints_bytes, labels)
        values (v_model, v_number, p_digest, v_file, p_file_digest, p_format, p_generated_by, p_topology_bytes,
                p_weight_specs_bytes, p_weight_bytes, p_description, v_now, p_who, p_fingerprints, p_fingerprints_key,
                p_fingerprints_bytes, p_labels::jsonb)
        returning id into v_version;
        insert into version_file (version_id, position, path, role, blob_id)
        select v_version, f.position - 1, f.path, f.role, case when f.key is not null then
            (select b.id from blob b where b.namespace_id = v_namespace and b.digest = f.digest) end
        from unnest(p_paths, p_roles, p_digests, p_keys) with ordinality as f(path, role, digest, key, position);

        insert into audit_event (at, who, origin, action, target)
        values (v_now, p_who, p_origin, 'publish', p_namespace || '/' || p_model || '/' || v_number);
    end if;

    if p_alias is not null then
        perform move_alias(v_model, p_alias, v_version, p_who, p_origin, v_now);
    end if;
    v_now := case when v_created then v_now else v_newest.created_at end;
    if p_key is not null then
        insert into idempotency_key (caller, model, key, session_id, digest, answer)
        values (p_who, p_namespace || '/' || p_model, p_key, p_session, p_digest,
                jsonb_build_object('number', v_number, 'createdAt', v_now, 'created', v_created))
        on conflict (caller, model, key) do update
        set digest = excluded.digest, answer = excluded.answer, created_at = now()
        where idempotency_key.session_id = p_session;
    end if;
    -- Saves into a namespace wait for each other here, and only for as long as a commit takes.
    if v_created then
        update namespace n
        set bytes_used = n.bytes_used + v_bytes, versions = n.versions + 1, models = n.models + v_models
        where n.id = v_namespace
        returning n.* into v_holds;
        -- What was reserved fits; but a quota may have been set, or lowered, since the session was opened.
        perform check_quota('bytes', coalesce(v_holds.bytes_quota, v_session.default_bytes), v_holds.bytes_used - v_bytes, 0,
                            v_bytes) where v_bytes > 0;
        perform check_quota('versions', coalesce(v_holds.versions_quota, v_session.default_versions), v_holds.versions - 1,
                            0, 1);
        perform check_quota('models', coalesce(v_holds.models_quota, v_session.default_models),
                            v_holds.models - v_models, 0, v_models) where v_models > 0;
    end if;
    return query select v_number, v_now, v_created;
end
$$;
