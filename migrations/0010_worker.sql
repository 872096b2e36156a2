-- The grading workers that are alive, as they say themselves every few seconds. Nothing is decided by it: who owns a run
-- stands in the run.
create table worker (
  name text primary key,              -- host/process
  seen_at timestamptz not null default now(),
  lanes int not null,                 -- runs that it grades at a time
  busy int not null,
  sandboxes_wanted int not null,      -- containers that should wait ready
  sandboxes_ready int not null
);

do $$
begin
  grant select on worker to pushmark_web, pushmark_worker;
  grant insert, update, delete on worker to pushmark_worker;
exception when undefined_object or insufficient_privilege then
  raise notice 'pushmark: rights were not given: web and worker share one role';
end $$;
