-- Writes down refused saves, and forgets those of the same callers that are beyond so many. Replicas do it at once: what another
-- one is about to forget is left to it.
create or replace function note_refusals(p_callers text[], p_ats timestamptz[], p_problems text[], p_most int)
returns void
language plpgsql
set enable_seqscan = off
as $$
begin
    insert into refused_save (caller, at, problem)
    select r.caller, r.at, r.problem from unnest(p_callers, p_ats, p_problems) as r(caller, at, problem);
    delete from refused_save where id = any(array(
        select r.id from (select distinct c from unnest(p_callers) c) caller
        cross join lateral (select f.id from refused_save f where f.caller = caller.c
                            order by f.at desc, f.id desc offset p_most) beyond
        join refused_save r on r.id = beyond.id for update of r skip locked));
end
$$;
