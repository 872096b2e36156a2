-- Grades of a whole course are computed whenever somebody looks, so what they are made of has to be found at once.

-- Credits of the run by criterion, as in criterion_result: {"build": 1, "tests": 0.8}; json, for it is read by the ten
-- thousand and never searched. Evidence is written once, so they never differ. Written by a trigger, so that a worker
-- that does not know of this column yet writes it, too.
alter table run add column credits json;

create function keep_credits() returns trigger language plpgsql as $$
begin
  update run set credits = (select json_object_agg(name, credit order by position) from criterion_result where run_id = run.id)
  where run.id in (select run_id from added);
  return null;
end $$;

create trigger keep_credits after insert on criterion_result referencing new table as added
  for each statement execute function keep_credits();

update run set credits = own.credits
from (select run_id, json_object_agg(name, credit order by position) as credits from criterion_result group by run_id) own
where run.id = own.run_id;

-- All submissions of a course; the older index begins with the participant.
create index on submission (assignment_id);
