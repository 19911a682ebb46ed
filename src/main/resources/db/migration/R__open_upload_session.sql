-- Opens the upload session of a save that may be repeated under a key, and tells how the key stands: 'mine' (this session
-- holds it now), 'answered' (a save under this key succeeded; the end of this one compares the bytes), or 'running' (another
-- session holds it; this one was not opened). Each statement sees what was committed before it, so it may wait for others.
create or replace function open_upload_session(p_session uuid, p_model text, p_who text, p_lease double precision,
                                               p_key text, p_kept double precision)
returns text
language plpgsql
as $$
declare
    v_key idempotency_key%rowtype;
begin
    loop
        insert into idempotency_key (caller, model, key, session_id) values (p_who, p_model, p_key, p_session)
        on conflict (caller, model, key) do nothing;
        exit when found;
        select k.* into v_key from idempotency_key k
        where k.caller = p_who and k.model = p_model and k.key = p_key for update;
        -- not there any more: its save failed in between
        exit when found;
    end loop;

    if v_key.session_id is not null and v_key.digest is null then
        -- A session that died frees its key; from here on it cannot be published.
        update upload_session s set abandoned = true
        where s.id = v_key.session_id and not s.abandoned and s.lease_until < now();
        if exists (select from upload_session s where s.id = v_key.session_id and not s.abandoned) then
            return 'running';
        end if;
    end if;

    insert into upload_session (id, model, opened_by, lease_until)
    values (p_session, p_model, p_who, now() + make_interval(secs => p_lease));
    if v_key.digest is not null and v_key.created_at > now() - make_interval(secs => p_kept) then
        return 'answered';
    end if;
    update idempotency_key k set session_id = p_session, digest = null, answer = null, created_at = now()
    where k.caller = p_who and k.model = p_model and k.key = p_key and k.session_id <> p_session;
    return 'mine';
end
$$;
