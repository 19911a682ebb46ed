-- Fills an empty registry's database with models for measuring: :models of them with 10 versions each, in 100 namespaces.
-- Run with psql, where :models is set: psql -v models=100000 -f seed.sql. There are no bytes behind these versions.
begin;
insert into namespace (name) select 'seed-' || i from generate_series(0, 99) i on conflict do nothing;
-- 200 topologies; one layer class in three models, one in a hundred, one in a single model.
insert into model_file (namespace_id, digest, content, index)
select n.id, encode(sha256(('seed' || n.name || i)::bytea), 'hex'),
       convert_to('{"modelTopology":{"class_name":"Sequential","config":{"layers":[]}},"weightsManifest":[]}', 'UTF8'),
       jsonb_build_object('format', 'layers-model', 'weights', 0, 'metadata', '[]'::jsonb, 'layers',
                          case i when 0 then '["Conv2D", "Dense"]'::jsonb when 1 then '["Dense"]'::jsonb else '["Dense", "LSTM"]'::jsonb end)
from namespace n cross join generate_series(0, 2) i where n.name like 'seed-%'
on conflict do nothing;
insert into model (namespace_id, name, visibility, description, labels, last_version, created_at, updated_at)
select n.id, 'm' || lpad(i::text, 7, '0'), case when i % 10 = 0 then 'PUBLIC' else 'PRIVATE' end,
       case when i % 100 = 0 then 'finds rare birds' else 'finds common things' end,
       jsonb_build_object('team', 't' || i % 1000), 10, now() - i * interval '1 second', now() - i * interval '1 second'
from generate_series(0, :models - 1) i join namespace n on n.name = 'seed-' || i % 100
on conflict do nothing;
insert into version (model_id, number, digest, model_file_id, model_file_digest, format, topology_bytes, weight_specs_bytes,
                     weight_bytes, created_at, created_by)
select m.id, v, encode(sha256((m.id || '/' || v)::bytea), 'hex'), f.id, f.digest, 'layers-model', 60, 2, 0, m.updated_at, 'seed'
from model m join namespace n on n.id = m.namespace_id cross join generate_series(1, 10) v
join model_file f on f.namespace_id = n.id
    and f.digest = encode(sha256(('seed' || n.name || case when m.id % 3 = 0 then 0 when m.id % 3 = 1 then 1 else 2 end)::bytea), 'hex')
where n.name like 'seed-%' and not exists (select from version x where x.model_id = m.id);
update namespace n set
    versions = (select count(*) from version v join model m on m.id = v.model_id where m.namespace_id = n.id),
    models = (select count(*) from model m where m.namespace_id = n.id)
where n.name like 'seed-%';
commit;
vacuum analyze;
