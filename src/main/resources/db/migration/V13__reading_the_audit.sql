-- Entries of the audit are read by whom they concern, page by page along an index.

-- '*' where an entry is about several namespaces: the making of a key that reaches into them.
alter table audit_event add column namespace text collate "C", add column model text collate "C";

-- Every target but a key begins with its namespace. Who writes entries need not split it.
create function place_audit_event() returns trigger language plpgsql as $$
begin
    new.namespace := coalesce(new.namespace, substring(new.target from '^[^/ ]+'));
    new.model := substring(new.target from '^[^/ ]+/[^/ ]+');
    return new;
end
$$;

update audit_event e set
    namespace = case when e.action in ('create-key', 'revoke-key')
        then coalesce((select case cardinality(k.namespaces) when 1 then k.namespaces[1] else '*' end
                       from api_key k where k.id = e.target), '*')
        else substring(e.target from '^[^/ ]+') end,
    model = substring(e.target from '^[^/ ]+/[^/ ]+');
alter table audit_event alter column namespace set not null;
create trigger place_audit_event before insert on audit_event for each row execute function place_audit_event();

create index audit_event_by_age on audit_event (at desc, id desc);
create index audit_event_by_namespace on audit_event (namespace, at desc, id desc);
create index audit_event_by_model on audit_event (model, at desc, id desc) where model is not null;
create index audit_event_by_who on audit_event (who, at desc, id desc);
create index audit_event_by_action on audit_event (action, namespace, at desc, id desc);
