-- What GitHub was asked to make for a participant: only that, and what a student can push to anyway, is taken as theirs.
create table creation (
  kind text not null check (kind in ('repository', 'team')),
  name text not null,                 -- owner/name, or organisation/slug of the team; lower case
  participant_id bigint not null references participant on delete cascade,
  asked_at timestamptz not null default now(),
  github_id bigint,                   -- null: the answer did not come yet, or was lost
  primary key (kind, name)
);
create index on creation (participant_id);

do $$
begin
  grant select, insert, update, delete on creation to pushmark_web;
  grant select on creation to pushmark_worker;
exception when undefined_object or insufficient_privilege then
  raise notice 'pushmark: rights were not given: web and worker share one role';
end $$;
