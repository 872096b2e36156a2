-- How the cases of a criterion came out, without their texts: what a dropped test or another weight changes, and which
-- test a class fails, is counted from few bytes of each run. Computed by PostgreSQL from what is stored beside them, so
-- they can never say something else, whoever writes.

-- A letter for each case, in their order: pass, skip, fail, missing; a capital is flaky. Null without cases.
create function verdicts_of(judgement jsonb) returns text language sql immutable parallel safe
return (
  select string_agg(case when value -> 'flaky' = 'true' then upper(left(value ->> 'verdict', 1))
    else left(value ->> 'verdict', 1) end, '' order by ordinality)
  from jsonb_array_elements(judgement -> 'cases') with ordinality
);

-- Names of cases, and below what those hang that say so: what cases are worth depends on these and on no verdict.
create function layout_of(judgement jsonb) returns jsonb language sql immutable parallel safe
return jsonb_build_object('names', jsonb_path_query_array(judgement, '$.cases[*].name'),
  'deep', jsonb_path_query_array(judgement, '$.cases[*] ? (exists (@.below)).name'),
  'below', jsonb_path_query_array(judgement, '$.cases[*].below'));

create function shape_of(judgement jsonb) returns text language sql immutable parallel safe
return case when judgement #> '{cases,0}' is not null
  then left(encode(sha256(convert_to(layout_of(judgement)::text, 'UTF8')), 'hex'), 32) end;

alter table criterion_result
  add column verdicts text generated always as (verdicts_of(judgement)) stored,
  add column shape text generated always as (shape_of(judgement)) stored,  -- digest of the layout; null without cases
  add column tampered boolean generated always as (judgement -> 'tampering' <> '[]') stored;

-- {"tests": ["<shape>", "ppfs"]} of the run that counts; evidence that contradicts itself keeps its credit, which is none.
alter table submission add column counted_cases json;

create or replace function keep_counted(ids bigint[]) returns void language plpgsql as $$
begin
  perform from submission where id = any(ids) order by id for no key update;
  update submission s set counted_run = r.id, counted_version = r.version_id, counted_marked = r.tampering <> '[]',
    counted_credits = e.credits, counted_cases = e.cases
  from unnest(ids) known(id)
  left join lateral (select run_id from run_choice where submission_id = known.id and undone_at is null
    order by id desc limit 1) c on true
  left join run r on r.id = c.run_id
  left join lateral (select json_object_agg(name, credit order by position) as credits,
      json_object_agg(name, json_build_array(shape, verdicts) order by position)
        filter (where shape is not null and not tampered) as cases
    from criterion_result where run_id = r.id) e on true
  where s.id = known.id;
end $$;

update submission s set counted_cases = e.cases
from (select run_id, json_object_agg(name, json_build_array(shape, verdicts) order by position) as cases
  from criterion_result where shape is not null and not tampered group by run_id) e
where e.run_id = s.counted_run;

-- All that grades need of a submission as one JSON text: [id, assignment, commit, arrivals, run, version, marked, credits].
-- A class has tens of thousands, and to send and read one column instead of eight takes a third of the time.
alter table submission add column facts text generated always as ('[' || id || ',' || assignment_id || ',"' || sha || '",'
  || coalesce(arrivals::text, '[]') || ',' || coalesce(counted_run::text, 'null') || ',' || coalesce(counted_version::text, 'null')
  || ',' || coalesce(counted_marked::text, 'null') || ',' || coalesce(counted_credits::text, 'null') || ']') stored;

-- Which run counts stands with its submission since 0014, kept in the same transaction: to ask for one reads no other.
create or replace view counted_run as
  select id as submission_id, counted_run as run_id from submission where counted_run is not null;
