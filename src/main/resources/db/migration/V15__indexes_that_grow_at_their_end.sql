-- What is written later stands later in the index: its pages are filled before a new one begins. With the newest first, each
-- page was split in the middle and stayed half empty. PostgreSQL reads an index backwards as well as forwards.
drop index version_newest;
create index version_newest on version (model_id, number) where deleted_at is null;

drop index audit_event_by_age;
create index audit_event_by_age on audit_event (at, id);
drop index audit_event_by_namespace;
create index audit_event_by_namespace on audit_event (namespace, at, id);
drop index audit_event_by_model;
create index audit_event_by_model on audit_event (model, at, id) where model is not null;
drop index audit_event_by_who;
create index audit_event_by_who on audit_event (who, at, id);
drop index audit_event_by_action;
create index audit_event_by_action on audit_event (action, namespace, at, id);
