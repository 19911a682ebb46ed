-- What was wrong with saves, for the clients that showed their user nothing but a number. Kept for a day.
create table refused_save (
    id      bigint generated always as identity primary key,
    caller  text not null,
    at      timestamptz not null,
    -- The answer's JSON, byte for byte: jsonb would not hold all that a client can write into a path.
    problem text not null
);
create index refused_save_by_caller on refused_save (caller, at desc, id desc);
create index refused_save_by_age on refused_save (at);
