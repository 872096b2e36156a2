-- What arrived, when, and what we made of it. Rows are appended; a redelivery finds its own row and does nothing.

create table delivery (
  guid text primary key,              -- X-GitHub-Delivery; the same for a redelivery
  event text not null,
  action text,
  received_at timestamptz not null default now(),
  processed_at timestamptz,           -- null: seen, and not yet acted upon
  outcome text check (outcome in ('handed-in', 'regrade', 'noted', 'ignored')),
  reason text,                        -- why it was ignored, in words
  installation_id bigint,
  repository_id bigint,
  sender_id bigint,
  facts jsonb not null                -- the fields that were read, so that it can be matched later
);
create index on delivery (repository_id, received_at);

create table pull_request (
  repository_id bigint not null references repository,
  number int not null,
  head_branch text not null,
  head_sha text not null,
  base_branch text not null,
  open boolean not null,
  feedback boolean not null,          -- base `feedback`, head the default branch
  comment_id bigint,                  -- our comment, GitHub's id
  comment_digest text,                -- of the body that we last wrote
  comment_restored_at timestamptz,
  changed_at timestamptz,             -- GitHub's time of the state above; what is older never overwrites it
  updated_at timestamptz not null default now(),
  primary key (repository_id, number)
);
create index on pull_request (repository_id, head_branch) where open;

-- One commit of one repository for an assignment.
create table submission (
  id bigint generated always as identity primary key,
  assignment_id bigint not null references assignment,
  repository_id bigint not null references repository,
  participant_id bigint not null references participant,
  sha text not null check (sha ~ '^[0-9a-f]{40}([0-9a-f]{24})?$'),
  tree text,                          -- the commit's files in the content store, once fetched
  unavailable text,                   -- why the commit cannot be had any more, in words
  created_at timestamptz not null default now(),
  unique (assignment_id, repository_id, sha)
);
create index on submission (participant_id, assignment_id);

-- One arrival of a commit.
create table hand_in (
  id bigint generated always as identity primary key,
  repository_id bigint not null references repository,
  delivery_guid text references delivery,
  cause text not null check (cause in ('push', 'tag', 'pull-request', 'teacher')),
  branch text,
  tag text,
  pull_number int,
  sha text not null,
  before_sha text,
  official boolean not null,          -- false: practice, never in the gradebook
  received_at timestamptz not null,   -- our clock, at receipt
  pushed_at timestamptz,              -- GitHub's own push time, where it was asked for
  sender_id bigint,
  sender_login text,
  submission_id bigint references submission,
  ignored text,                       -- why it is not graded, in words; null when it is
  mend text,                          -- what would have it graded
  check ((submission_id is null) or (ignored is null)),
  unique nulls not distinct (delivery_guid, repository_id, sha, branch, tag)
);
create index on hand_in (submission_id);
create index on hand_in (repository_id, received_at);
