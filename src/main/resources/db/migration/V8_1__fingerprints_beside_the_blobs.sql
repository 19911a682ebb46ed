-- The fingerprints of many tensors lie in the blob store, in an object that belongs to this version alone and is no blob: of
-- several hundred tensors they would be most of what a save costs the database.
alter table version
    add column fingerprints_key   text,
    add column fingerprints_bytes int,
    add check ((fingerprints_key is null) = (fingerprints_bytes is null)),
    add check (fingerprints is null or fingerprints_key is null);

-- Its arguments are others now.
do $$
declare
    v_function regprocedure;
begin
    for v_function in
        select p.oid::regprocedure from pg_proc p where p.proname = 'publish_version' and p.pronamespace = current_schema()::regnamespace
    loop
        execute 'drop function ' || v_function;
    end loop;
end
$$;
