-- A deleted version lets go of its model file. A deleted namespace keeps its row, as the numbers of its models stay given.
alter table version alter column model_file_id drop not null;
alter table namespace add column deleted_at timestamptz;

create index model_by_retention on model (id) where keep is not null and deleted_at is null;
