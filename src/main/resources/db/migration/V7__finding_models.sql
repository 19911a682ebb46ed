-- Lists of models: in the order of their last change or of their names, page by page along an index.

alter table model add column full_name text collate "C";
update model m set full_name = n.name || '/' || m.name from namespace n where n.id = m.namespace_id;
alter table model alter column full_name set not null;

create function name_model() returns trigger language plpgsql as $$
begin
    select n.name || '/' || new.name into strict new.full_name from namespace n where n.id = new.namespace_id;
    return new;
end
$$;
create trigger name_model before insert on model for each row execute function name_model();

create index model_by_change on model (updated_at desc, id desc) where deleted_at is null;
create index model_public_by_change on model (updated_at desc, id desc) where deleted_at is null and visibility = 'PUBLIC';
create index model_by_namespace_and_change on model (namespace_id, updated_at desc, id desc) where deleted_at is null;
create index model_by_full_name on model (full_name) where deleted_at is null;

-- What models are found by. A table of its own, since its indexes are dear and a save seldom changes it.
create table model_search (
    model_id bigint primary key references model,
    -- Words of the name and the description.
    words    tsvector not null,
    labels   jsonb not null,
    -- 'layer <class or op>' and 'format <format>' of all undeleted versions.
    contents text[] not null default '{}'
);
create index model_search_by_words on model_search using gin (words);
create index model_search_by_label on model_search using gin (labels jsonb_path_ops);
create index model_search_by_contents on model_search using gin (contents);

create function words_of(p_text text) returns tsvector language sql immutable as $$
    select to_tsvector('simple', regexp_replace(p_text, '[^[:alnum:]]+', ' ', 'g'))
$$;

create function describe_search() returns trigger language plpgsql as $$
begin
    insert into model_search (model_id, words, labels)
    values (new.id, words_of(new.full_name || ' ' || coalesce(new.description, '')), new.labels)
    on conflict (model_id) do update set words = excluded.words, labels = excluded.labels;
    return null;
end
$$;
create trigger describe_search after insert or update of description, labels on model
    for each row execute function describe_search();

create function contents_of(p_model_file bigint, p_format text) returns text[] language sql stable as $$
    select array(
        select 'layer ' || jsonb_array_elements_text(f.index -> 'layers') from model_file f where f.id = p_model_file
        union select 'format ' || p_format where p_format is not null)
$$;

create function add_contents() returns trigger language plpgsql as $$
declare
    v_contents text[] := contents_of(new.model_file_id, new.format);
begin
    update model_search s set contents = array(select distinct c from unnest(s.contents || v_contents) c)
    where s.model_id = new.model_id and not s.contents @> v_contents;
    return null;
end
$$;
create trigger add_contents after insert on version for each row execute function add_contents();

create function drop_contents() returns trigger language plpgsql as $$
begin
    update model_search s set contents = array(
        select distinct c from (
            select distinct v.model_file_id, v.format from version v where v.model_id = s.model_id and v.deleted_at is null) v,
            unnest(contents_of(v.model_file_id, v.format)) c)
    where s.model_id in (select b.model_id from before_change b join after_change a using (id)
                         where b.deleted_at is null and a.deleted_at is not null);
    return null;
end
$$;
create trigger drop_contents after update on version referencing old table as before_change new table as after_change
    for each statement execute function drop_contents();

insert into model_search (model_id, words, labels, contents)
select m.id, words_of(m.full_name || ' ' || coalesce(m.description, '')), m.labels, array(
    select distinct c from version v, unnest(contents_of(v.model_file_id, v.format)) c
    where v.model_id = m.id and v.deleted_at is null)
from model m;
