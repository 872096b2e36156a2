-- A course, its assignments and who takes part. Everything from GitHub is found by GitHub's numeric ids; names are labels.

create table setting (
  key text primary key,
  value text not null
);

create table course (
  id bigint generated always as identity primary key,
  slug text not null unique,
  title text not null,
  time_zone text not null,
  organisations text[] not null,      -- logins, lower case
  document jsonb not null,            -- course.yaml as read: naming patterns, explicit mapping
  updated_at timestamptz not null default now()
);

create table assignment (
  id bigint generated always as identity primary key,
  course_id bigint not null references course,
  slug text not null,
  title text not null,
  position int not null,
  folder text,                        -- relative to course.yaml; finds the row of an assignment that cannot be read
  groups boolean,                     -- as course.yaml says: its repositories belong to groups; null: either
  retired boolean not null default false,     -- no longer in course.yaml; its grades stay
  unique (course_id, slug)
);

-- Content of an assignment folder. Never changed: a new content is a new version, and so is the same content once it
-- means something else (a check that was pending is built).
create table assignment_version (
  id bigint generated always as identity primary key,
  assignment_id bigint not null references assignment,
  bundle text not null,               -- tree of the folder in the content store
  judging text not null,              -- digest of what changes verdicts
  rules text not null,                -- digest of what only changes points
  document jsonb not null,            -- AssignmentDocument
  created_at timestamptz not null default now(),
  unique (assignment_id, bundle, judging, rules)
);

alter table assignment add column current_version bigint references assignment_version;

-- Who owns a grade: a student or a group.
create table participant (
  id bigint generated always as identity primary key,
  course_id bigint not null references course,
  kind text not null check (kind in ('student', 'group')),
  name text not null,                 -- label: the login, the team's name, later the roster's name
  unique (course_id, kind, name)
);

create table participant_account (
  participant_id bigint not null references participant,
  login text not null,
  github_id bigint,                   -- null until GitHub has named it
  primary key (participant_id, login)
);
create index on participant_account (github_id);

create table repository (
  id bigint primary key,              -- GitHub's
  installation_id bigint,
  owner text not null,
  name text not null,
  default_branch text not null,
  fork boolean not null default false,
  template boolean not null default false,
  gone text check (gone in ('archived', 'deleted')),  -- archived: readable, takes no reports
  changed_at timestamptz,             -- GitHub's time of the state above; what is older never overwrites it
  course_id bigint references course,
  assignment_id bigint references assignment,
  participant_id bigint references participant,
  match text not null check (match in ('mapped', 'pattern', 'ambiguous', 'unmatched')),
  match_reason text not null,         -- in words, for the teacher
  updated_at timestamptz not null default now(),
  check ((assignment_id is null) = (participant_id is null))
);
create index on repository (assignment_id, participant_id);
