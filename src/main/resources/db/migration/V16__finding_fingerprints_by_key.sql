-- The reconciliation of store and database walks along all storage keys that rows name; those of blobs have their index.
create index version_by_fingerprints_key on version (fingerprints_key) where fingerprints_key is not null;
