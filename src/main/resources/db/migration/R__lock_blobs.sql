-- Keeps the blobs of these files from being freed until the end of the transaction; false where one of them is gone already.
-- In one order for all, so that no two transactions wait in a circle. A file without bytes has no key.
create or replace function lock_blobs(p_namespace bigint, p_digests text[], p_keys text[])
returns boolean
language plpgsql
as $$
declare
    v_digest text;
begin
    for v_digest in
        select distinct f.digest from unnest(p_digests, p_keys) as f(digest, key) where f.key is not null order by 1
    loop
        perform from blob b where b.namespace_id = p_namespace and b.digest = v_digest for key share;
        if not found then
            return false;
        end if;
    end loop;
    return true;
end
$$;
