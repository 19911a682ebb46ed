-- Opens the upload session of a save, and reserves in its namespace the version, and the model where there is none yet, that
-- it may become. It is not opened where these do not fit, or the bytes that it is certain to bring.
--
-- A save may be repeated under a key, and 'standing' tells how the key stands: 'mine' (this session holds it now, or there is
-- none), 'answered' (a save under this key succeeded; the end of this one compares the bytes, and adds nothing), or 'running'
-- (another session holds it; this one was not opened). Each statement sees what was committed before it, so it may wait for
-- others. 'limited' tells whether bytes must be reserved, too, before they are stored.
create or replace function open_upload_session(p_session uuid, p_model text, p_who text, p_lease double precision,
                                               p_key text, p_kept double precision, p_bytes bigint,
                                               p_default_bytes bigint, p_default_versions bigint, p_default_models bigint)
returns table (standing text, limited boolean)
language plpgsql
as $$
declare
    v_key   idempotency_key%rowtype;
    v_space record;
begin
    if p_key is not null then
        loop
            insert into idempotency_key (caller, model, key, session_id) values (p_who, p_model, p_key, p_session)
            on conflict (caller, model, key) do nothing;
            exit when found;
            select k.* into v_key from idempotency_key k
            where k.caller = p_who and k.model = p_model and k.key = p_key for update;
            -- not there any more: its save failed in between
            exit when found;
        end loop;
    end if;

    if v_key.session_id is not null and v_key.digest is null then
        -- A session that died frees its key; from here on it cannot be published.
        update upload_session s set abandoned = true
        where s.id = v_key.session_id and not s.abandoned and s.lease_until < now();
        if exists (select from upload_session s where s.id = v_key.session_id and not s.abandoned) then
            return query select 'running', false;
            return;
        end if;
    end if;

    if v_key.digest is not null and v_key.created_at > now() - make_interval(secs => p_kept) then
        insert into upload_session (id, model, opened_by, lease_until)
        values (p_session, p_model, p_who, now() + make_interval(secs => p_lease));
        return query select 'answered', false;
        return;
    end if;
    if v_key.session_id is not null then
        update idempotency_key k set session_id = p_session, digest = null, answer = null, created_at = now()
        where k.caller = p_who and k.model = p_model and k.key = p_key;
    end if;

    select s.* into v_space
    from reserve_version(p_model, p_bytes, p_default_bytes, p_default_versions, p_default_models) s;
    insert into upload_session (id, model, opened_by, lease_until, reserved_version, reserved_model, default_bytes,
                                default_versions, default_models)
    values (p_session, p_model, p_who, now() + make_interval(secs => p_lease), v_space.counted, v_space.new_model,
            p_default_bytes, p_default_versions, p_default_models);
    return query select 'mine', v_space.limited;
end
$$;
