-- The versions of a model that are older than as many of its newest ones, and that neither an alias nor the label 'keep' holds.
create or replace function beyond_keep(p_model bigint, p_keep int)
returns table (id bigint, number int)
language sql stable
as $$
    select v.id, v.number from version v
    where v.model_id = p_model and v.deleted_at is null
      and v.number < (select min(newest.number) from (
          select n.number from version n where n.model_id = p_model and n.deleted_at is null
          order by n.number desc limit p_keep) newest)
      and not v.labels ? 'keep'
      and not exists (select from alias a where a.version_id = v.id)
$$;
