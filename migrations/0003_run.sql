-- Runs, their evidence, and which of them counts. Evidence is written once; points, scores and grades are computed from it.

create table run (
  id bigint generated always as identity primary key,
  submission_id bigint not null references submission,
  version_id bigint not null references assignment_version,
  cause text not null check (cause in ('hand-in', 'rerequest', 'regrade')),
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'errored', 'unavailable')),
  created_at timestamptz not null default now(),
  not_before timestamptz not null default now(),      -- back-off
  attempts int not null default 0,                    -- claims so far
  fence bigint not null default 0,                    -- grows with each claim; a result with an older one is refused
  lease_owner text,
  lease_until timestamptz,
  phase text,                                         -- fetching, preparing, compiling, running, judging
  started_at timestamptz,
  finished_at timestamptz,
  seed text,
  mode text,                                          -- outside, sealed, shared
  tampering jsonb not null default '[]',
  findings jsonb not null default '[]',               -- about the workspace: protected files changed and the like
  versions jsonb,
  timings jsonb,
  error text,                                         -- ours, in words
  error_detail text
);
create index on run (submission_id);
create index on run (state, not_before) where state in ('queued', 'running');
create index on run (finished_at) where state = 'done';

create table criterion_result (
  run_id bigint not null references run,
  name text not null,
  position int not null,
  check_name text not null,
  state text not null check (state in ('judged', 'unreached', 'pending')),
  credit double precision not null check (credit between 0 and 1),
  judgement jsonb,                                    -- Judgement of graders/check.ts; null unless judged
  primary key (run_id, name)
);

-- Which run of a submission counts: the newest row that was not undone. Never simply the latest run.
create table run_choice (
  id bigint generated always as identity primary key,
  submission_id bigint not null references submission,
  run_id bigint not null references run,
  reason text not null,
  chosen_at timestamptz not null default now(),
  undone_at timestamptz
);
create index on run_choice (submission_id, id);

create view counted_run as
  select distinct on (submission_id) submission_id, run_id
  from run_choice where undone_at is null
  order by submission_id, id desc;

-- The order in which waiting runs are taken. The claim and the place shown to students read this one view.
-- Fresh pushes before regrades; the newest push of a repository before its older ones (postponed, never discarded);
-- nobody's second run before somebody's first; then by age.
create view run_queue as
  select r.id as run_id,
    row_number() over (order by
      r.cause = 'regrade',
      exists (select 1 from submission newer where newer.repository_id = s.repository_id
        and newer.assignment_id = s.assignment_id and newer.id > s.id),
      (select count(*) from run taken join submission other on other.id = taken.submission_id
        where other.participant_id = s.participant_id and other.assignment_id = s.assignment_id
          and taken.id <> r.id  -- trouble of ours costs no place
          and taken.started_at > now() - interval '1 hour'),
      r.created_at, r.id) as place
  from run r join submission s on s.id = r.submission_id
  where (r.state = 'queued' and r.not_before <= now()) or (r.state = 'running' and r.lease_until < now());
