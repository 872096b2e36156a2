-- A participant takes on an assignment here: its repository is made step by step, each step as often as need be.

create table acceptance (
  id bigint generated always as identity primary key,
  assignment_id bigint not null references assignment,
  participant_id bigint not null references participant,
  step text not null default 'repository' check (step in ('repository', 'starter', 'access', 'feedback', 'done')),
  repository_id bigint references repository,
  root_sha text,                      -- the first commit, which the branch `feedback` stays at
  error text,                         -- of the last try, in words for the student; null: it goes on
  not_before timestamptz not null default now(),
  attempts int not null default 0,    -- of the present step
  lease_until timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (assignment_id, participant_id)
);

do $$
begin
  grant select on acceptance to pushmark_web, pushmark_worker;
  grant insert, update on acceptance to pushmark_web;
exception when undefined_object or insufficient_privilege then
  raise notice 'pushmark: rights were not given: web and worker share one role';
end $$;
