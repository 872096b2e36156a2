-- Grades of a whole course are computed whenever somebody looks. What they are made of is spread over hand-ins, choices,
-- runs and results, a hundred thousand rows and more, of all courses; so each submission carries its share, kept by
-- triggers in the transaction that changes it. It can therefore never be old, and old versions of workers keep it, too.

alter table submission
  add column arrivals json,           -- [[received, pushed or null, official, by a teacher], …] in time order; epoch ms
  add column official boolean not null default false, -- one of them is
  add column counted_run bigint,      -- of counted_run
  add column counted_version bigint,  -- that the run was made under
  add column counted_marked boolean,  -- its evidence contradicts itself
  add column counted_credits json;    -- {"build": 1, "tests": 0.8}; evidence is written once, so they stay as they are
create index on submission (assignment_id) where official;

-- The lock comes first: the statement after it then sees what whoever held it has written.
create function keep_arrivals(ids bigint[]) returns void language plpgsql as $$
begin
  perform from submission where id = any(ids) order by id for no key update;
  update submission s set official = coalesce(own.official, false), arrivals = own.arrivals
  from unnest(ids) known(id) cross join lateral (
    select bool_or(h.official) as official, json_agg(json_build_array(
      round(extract(epoch from h.received_at) * 1000), round(extract(epoch from h.pushed_at) * 1000),
      h.official, h.cause = 'teacher') order by h.received_at, h.id) as arrivals
    from hand_in h where h.submission_id = known.id) own
  where s.id = known.id;
end $$;

create function keep_counted(ids bigint[]) returns void language plpgsql as $$
begin
  perform from submission where id = any(ids) order by id for no key update;
  update submission s set counted_run = r.id, counted_version = r.version_id, counted_marked = r.tampering <> '[]',
    counted_credits = (select json_object_agg(name, credit order by position) from criterion_result where run_id = r.id)
  from unnest(ids) known(id)
  left join lateral (select run_id from run_choice where submission_id = known.id and undone_at is null
    order by id desc limit 1) c on true
  left join run r on r.id = c.run_id
  where s.id = known.id;
end $$;

create function hand_in_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform keep_arrivals(array(select distinct submission_id from added where submission_id is not null));
  else
    perform keep_arrivals(array(select submission_id from added where submission_id is not null
      union select submission_id from gone where submission_id is not null));
  end if;
  return null;
end $$;

create function run_choice_changed() returns trigger language plpgsql as $$
begin
  perform keep_counted(array(select distinct submission_id from added));
  return null;
end $$;

create trigger keep_inserted after insert on hand_in referencing new table as added
  for each statement execute function hand_in_changed();
create trigger keep_updated after update on hand_in referencing new table as added old table as gone
  for each statement execute function hand_in_changed();
create trigger keep_inserted after insert on run_choice referencing new table as added
  for each statement execute function run_choice_changed();
create trigger keep_updated after update on run_choice referencing new table as added
  for each statement execute function run_choice_changed();

select keep_arrivals(array(select id from submission)), keep_counted(array(select id from submission));
