-- Deletes undeleted versions of one model: their rows stay, without files. Blobs and model files that nothing refers to any more are
-- freed; the answer is how many bytes of blobs. The caller holds the model's lock. What other models may refer to as well is
-- locked, in the same order as by a save, before it is asked who does: whoever came first is seen, whoever comes later waits.
create or replace function delete_versions(p_versions bigint[], p_now timestamptz)
returns bigint
language plpgsql
-- Few rows out of large tables, whatever the planner believes when it sees the array.
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
    v_files bigint[];
    v_blobs bigint[];
    v_bytes bigint;
    v_count bigint;
begin
    select array_agg(distinct v.model_file_id) into v_files from version v where v.id = any (p_versions);
    insert into freed_blob (storage_key)
    select v.fingerprints_key from version v where v.id = any (p_versions) and v.fingerprints_key is not null;
    update version v
    set deleted_at = p_now, model_file_id = null, fingerprints = null, fingerprints_key = null, fingerprints_bytes = null
    where v.id = any (p_versions);
    get diagnostics v_count = row_count;
    with gone as (delete from version_file f where f.version_id = any (p_versions) returning f.blob_id)
    select array_agg(distinct g.blob_id) into v_blobs from gone g where g.blob_id is not null;

    perform from model_file f where f.id = any (v_files) order by f.digest for update;
    delete from model_file f
    where f.id = any (v_files) and not exists (select from version v where v.model_file_id = f.id);

    perform from blob b where b.id = any (v_blobs) order by b.digest for update;
    with gone as (
        delete from blob b
        where b.id = any (v_blobs) and not exists (select from version_file f where f.blob_id = b.id)
        returning b.storage_key, b.bytes),
    freed as (insert into freed_blob (storage_key) select g.storage_key from gone g)
    select coalesce(sum(g.bytes), 0) into v_bytes from gone g;
    update namespace n set bytes_used = n.bytes_used - v_bytes, versions = n.versions - v_count
    where n.id = (select m.namespace_id from version v join model m on m.id = v.model_id where v.id = p_versions[1]);
    return v_bytes;
end
$$;
