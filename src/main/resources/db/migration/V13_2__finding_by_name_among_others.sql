-- Lists by name for those who may read the public models and some namespaces: one walk each, merged.
create index model_public_by_full_name on model (full_name) where deleted_at is null and visibility = 'PUBLIC';
create index model_by_namespace_and_full_name on model (namespace_id, full_name) where deleted_at is null;
