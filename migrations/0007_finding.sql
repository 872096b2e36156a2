-- Finding what never reached us, keeping within GitHub's limits, and knowing how long people wait.

-- Where a time of arrival comes from when it is not our clock at receipt: GitHub's log of deliveries (when it first sent
-- it), GitHub's log of pushes (when it got it), or only the moment in which we found it.
create domain proof as text check (value in ('delivery-log', 'activity', 'found'));

alter table delivery
  add column proof proof,
  add column github_id bigint,                        -- its newest attempt in GitHub's log, where it was found missing there
  add column recover_at timestamptz,                  -- when to ask GitHub for it (again)
  add column recover_tries int not null default 0;
create index on delivery (recover_at) where processed_at is null and github_id is not null;

alter table hand_in add column proof proof;

alter table repository
  add column heads_at timestamptz,                    -- when its branches were last compared with what we know
  add column heads_etag text;                         -- GitHub's mark of that list of branches

-- When GitHub first had the result; a receipt and later changes do not move it.
alter table check_run add column told_at timestamptz;
create index on check_run (told_at);

-- What GitHub still allows an installation, by its last answer, and whether it asked for a pause.
create table github_budget (
  installation_id bigint primary key,                 -- 0: the App itself
  request_limit int,
  remaining int,
  resets_at timestamptz,
  seen_at timestamptz not null default now(),
  paused_until timestamptz,
  paused_why text
);

-- Reports sent, because GitHub limits writes per minute, and per minute and hour what creates something that notifies
-- people. Rows older than an hour are forgotten.
create table github_write (
  installation_id bigint not null,
  at timestamptz not null default now(),
  creates boolean not null
);
create index on github_write (at);

-- From push to feedback: of each first run of a commit, from its first arrival until GitHub had the result. A push that
-- belonged to nobody until a teacher said whose it is waited for the teacher.
create view feedback as
  select r.id as run_id, a.course_id, c.told_at, extract(epoch from c.told_at - h.received_at)::float8 as seconds
  from check_run c
  join run r on r.id = case when c.subject like 'run:%' then split_part(c.subject, ':', 2)::bigint end
  join submission s on s.id = r.submission_id
  join assignment a on a.id = s.assignment_id
  cross join lateral (select received_at, proof from hand_in where submission_id = s.id order by received_at, id limit 1) h
  where c.told_at is not null and r.cause = 'hand-in' and r.state = 'done'
    and (h.proof is not null or r.created_at < h.received_at + interval '1 hour');

do $$
begin
  grant select on all tables in schema public to pushmark_web, pushmark_worker;
  grant insert, update on github_budget to pushmark_web, pushmark_worker;
  grant insert, delete on github_write to pushmark_worker;
  grant update (attempts, started_at, finished_at) on run to pushmark_web;  -- errored runs are queued again
exception when undefined_object or insufficient_privilege then
  raise notice 'pushmark: rights were not given: web and worker share one role';
end $$;
