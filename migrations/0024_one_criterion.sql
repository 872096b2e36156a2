-- A teacher has one criterion graded again: such a run judges that one alone, and keeps the evidence of the others from
-- the run that counted when it was asked for.

alter table run
  add column criterion text,                     -- the only one that is judged; null: all
  add column kept_run bigint references run,     -- whose evidence of the others is kept
  add check ((criterion is null) = (kept_run is null));
alter table criterion_result add column kept_run bigint references run; -- that judged it; null: its own run

do $$
begin
  grant insert (criterion, kept_run) on run to pushmark_web;
exception when undefined_object or insufficient_privilege then
  raise notice 'pushmark: rights were not given: web and worker share one role';
end $$;
