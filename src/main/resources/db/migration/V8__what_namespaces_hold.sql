-- What a namespace holds, counted by the transactions that change it: to be asked often, and held against quotas. Its row is
-- locked for that as the last step of a transaction, so nobody waits for it while anything else is done.
alter table namespace
    -- Of blobs, each counted once.
    add column bytes_used bigint not null default 0,
    -- Undeleted ones.
    add column versions   bigint not null default 0,
    add column models     bigint not null default 0;

update namespace n set
    bytes_used = (select coalesce(sum(b.bytes), 0) from blob b where b.namespace_id = n.id),
    versions = (select count(*) from version v join model m on m.id = v.model_id
                where m.namespace_id = n.id and v.deleted_at is null),
    models = (select count(*) from model m where m.namespace_id = n.id and m.deleted_at is null);
