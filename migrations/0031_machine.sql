-- Where a run was judged and how busy that machine was, by stage: {"1": {worker, cores, load, lanes, busy}}.
alter table run add column machines jsonb not null default '{}';

do $$
begin
  grant update (machines) on run to pushmark_worker;
exception when undefined_object or insufficient_privilege then
  raise notice 'pushmark: rights were not given: web and worker share one role';
end $$;
