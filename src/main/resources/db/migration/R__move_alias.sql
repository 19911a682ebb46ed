-- Leads an alias to a version, or removes it where there is none, and writes that down. The caller holds the model's lock.
-- An alias that stands there already has not moved.
create or replace function move_alias(p_model bigint, p_alias text, p_version bigint, p_who text, p_origin text,
                                      p_now timestamptz)
returns void
language plpgsql
set enable_seqscan = off
as $$
declare
    v_from version%rowtype;
    v_to   int;
begin
    select v.* into v_from from alias a join version v on v.id = a.version_id
    where a.model_id = p_model and a.name = p_alias;
    if v_from.id is not distinct from p_version then
        return;
    end if;

    if p_version is null then
        delete from alias a where a.model_id = p_model and a.name = p_alias;
    else
        select v.number into strict v_to from version v where v.id = p_version;
        insert into alias (model_id, name, version_id, moved_at, moved_by)
        values (p_model, p_alias, p_version, p_now, p_who)
        on conflict (model_id, name) do update
        set version_id = excluded.version_id, moved_at = excluded.moved_at, moved_by = excluded.moved_by;
    end if;
    insert into alias_move (model_id, alias, from_number, to_number, moved_at, moved_by)
    values (p_model, p_alias, v_from.number, v_to, p_now, p_who);
    insert into audit_event (at, who, origin, action, target)
    select p_now, p_who, p_origin, case when p_version is null then 'remove-alias' else 'move-alias' end,
           n.name || '/' || m.name || '/@' || p_alias || coalesce(' ' || v_to, '')
    from model m join namespace n on n.id = m.namespace_id where m.id = p_model;
end
$$;
