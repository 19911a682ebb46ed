-- Deletes, of the next model after that id that has some, old versions beyond the number that it keeps; the answer is that
-- model, or null where there is none left. The newest stay, and those that an alias or the label 'keep' holds. A model whose
-- lock another transaction has waits for the next run.
create or replace function retain_versions(p_after bigint, p_most int, p_who text)
returns bigint
language plpgsql
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
    v_model    model%rowtype;
    v_after    bigint := p_after;
    v_versions bigint[];
    v_now      timestamptz := date_trunc('milliseconds', clock_timestamp());
begin
    loop
        select m.* into v_model from model m
        where m.keep is not null and m.deleted_at is null and m.id > v_after and exists (select from beyond_keep(m.id, m.keep))
        order by m.id limit 1 for update skip locked;
        if not found then
            return null;
        end if;
        -- Asked again: the lock may have come after others' changes.
        select array_agg(b.id) into v_versions from (
            select k.id from beyond_keep(v_model.id, v_model.keep) k order by k.number limit p_most) b;
        exit when v_versions is not null;
        v_after := v_model.id;
    end loop;

    insert into audit_event (at, who, origin, action, target)
    select v_now, p_who, '', 'retain', n.name || '/' || v_model.name || '/' || v.number
    from version v cross join namespace n where v.id = any (v_versions) and n.id = v_model.namespace_id order by v.number;
    perform delete_versions(v_versions, v_now);
    update model m set updated_at = v_now where m.id = v_model.id;
    return v_model.id;
end
$$;
