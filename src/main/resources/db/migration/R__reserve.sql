-- What is reserved in a namespace is the sum over its upload sessions. Whoever adds to it holds the lock on the namespace's
-- row, as does the end of each save, which turns what was reserved into what is used. Sessions are locked before namespaces.

-- Raises what a save is refused with where the quota has no room for that much more. No limit: there is always room.
create or replace function check_quota(p_quota text, p_limit bigint, p_used numeric, p_reserved numeric, p_wanted numeric)
returns void
language plpgsql
as $$
begin
    if p_used + p_reserved + p_wanted > p_limit then
        raise exception 'the quota of % is used up', p_quota using errcode = 'WH005',
            detail = json_build_object('quota', p_quota, 'limit', p_limit, 'used', p_used, 'reserved', p_reserved,
                                       'wanted', p_wanted)::text;
    end if;
end
$$;

-- Checks that a version of the model has room, and the model where it is to be made, and bytes that are certain to come. The
-- answer is what the upload session has to write down: whether anything is counted at all, whether the save makes the model,
-- and whether its bytes are limited. The lock stays until it is written.
create or replace function reserve_version(p_model text, p_bytes bigint, p_default_bytes bigint, p_default_versions bigint,
                                           p_default_models bigint)
returns table (counted boolean, new_model boolean, limited boolean)
language plpgsql
as $$
declare
    v_name      text := split_part(p_model, '/', 1);
    v_namespace namespace%rowtype;
    v_reserved  record;
    v_new       boolean;
begin
    select n.* into v_namespace from namespace n where n.name = v_name;
    if coalesce(v_namespace.bytes_quota, p_default_bytes, v_namespace.versions_quota, p_default_versions,
                v_namespace.models_quota, p_default_models) is null then
        return query select false, false, false;
        return;
    end if;

    -- A namespace that is still to be made has the row of a deleted one, to be locked.
    insert into namespace (name, deleted_at) values (v_name, now()) on conflict (name) do nothing;
    select n.* into v_namespace from namespace n where n.name = v_name for no key update;
    v_new := not exists (select from model m where m.namespace_id = v_namespace.id and m.name = split_part(p_model, '/', 2)
                                               and m.deleted_at is null);
    -- What was given up is not published any more, but its bytes are there until the clean-up has deleted them. Saves that
    -- make the same model make one.
    select coalesce(sum(s.reserved_bytes), 0) as bytes,
           count(*) filter (where s.reserved_version and not s.abandoned) as versions,
           count(distinct s.model) filter (where s.reserved_model and not s.abandoned and s.model <> p_model) as models
    into v_reserved
    from upload_session s where split_part(s.model, '/', 1) = v_name;

    perform check_quota('bytes', coalesce(v_namespace.bytes_quota, p_default_bytes), v_namespace.bytes_used,
                        v_reserved.bytes, p_bytes) where p_bytes > 0;
    perform check_quota('versions', coalesce(v_namespace.versions_quota, p_default_versions), v_namespace.versions,
                        v_reserved.versions, 1);
    perform check_quota('models', coalesce(v_namespace.models_quota, p_default_models), v_namespace.models,
                        v_reserved.models, 1) where v_new;
    return query select true, v_new, coalesce(v_namespace.bytes_quota, p_default_bytes) is not null;
end
$$;

-- Changes what an upload session has reserved: as much as is wanted where that fits, at least what is needed, else it is
-- refused. The answer is how much it is now.
create or replace function reserve_bytes(p_session uuid, p_needed bigint, p_wanted bigint)
returns bigint
language plpgsql
as $$
declare
    v_session   upload_session%rowtype;
    v_namespace namespace%rowtype;
    v_limit     bigint;
    v_others    numeric;
    v_reserved  bigint;
begin
    select s.* into v_session from upload_session s where s.id = p_session and not s.abandoned for update;
    if not found then
        raise exception 'the upload session was given up' using errcode = 'WH001';
    end if;
    select n.* into v_namespace from namespace n where n.name = split_part(v_session.model, '/', 1) for no key update;
    v_limit := coalesce(v_namespace.bytes_quota, v_session.default_bytes);
    select coalesce(sum(s.reserved_bytes), 0) - v_session.reserved_bytes into v_others
    from upload_session s where split_part(s.model, '/', 1) = v_namespace.name;
    if p_needed > v_session.reserved_bytes then
        perform check_quota('bytes', v_limit, v_namespace.bytes_used, v_others, p_needed);
    end if;
    v_reserved := greatest(p_needed, least(p_wanted, coalesce(v_limit - v_namespace.bytes_used - v_others, p_wanted)));
    update upload_session s set reserved_bytes = v_reserved where s.id = p_session;
    return v_reserved;
end
$$;
