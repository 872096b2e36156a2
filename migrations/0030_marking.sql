-- Which assistant marks whose work for an assignment: of every commit that comes to count for it.
create table marking (
  assignment_id bigint not null references assignment,
  participant_id bigint not null references participant,
  dealt_to text not null,             -- login
  dealt_by text not null,
  dealt_at timestamptz not null default now(),
  primary key (assignment_id, participant_id)
);
create index on marking (participant_id);

do $$
begin
  grant select on marking to pushmark_web, pushmark_worker;
  grant insert, update, delete on marking to pushmark_web;
exception when undefined_object or insufficient_privilege then
  raise notice 'pushmark: rights were not given: web and worker share one role';
end $$;
