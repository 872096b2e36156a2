-- Who may see and decide what. Everybody is found by GitHub's numeric id; a login is a label, and until its account has
-- signed in once, a promise.

create table account (
  github_id bigint primary key,
  login text not null,
  name text,
  seen_at timestamptz not null default now()
);

create table session (
  digest text primary key,            -- SHA-256 of the cookie's value, which is kept nowhere
  github_id bigint references account,        -- null until signed in
  data jsonb not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index on session (github_id);
create index on session (expires_at);

-- For programs that read what its owner may read.
create table access_token (
  id bigint generated always as identity primary key,
  github_id bigint not null references account,
  name text not null,
  digest text not null unique,        -- SHA-256 of the token
  course_id bigint references course, -- null: every course that its owner may read
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);
create index on access_token (github_id);

-- From course.yaml.
create table staff (
  course_id bigint not null references course,
  login text not null,                -- lower case
  github_id bigint,                   -- null until it has signed in; then only this account is meant
  role text not null check (role in ('teacher', 'assistant', 'observer')),
  sections text[] not null default '{}',      -- of the roster; empty: all
  primary key (course_id, login)
);
create index on staff (github_id);

-- A person of the roster. Who has no participant yet links itself by signing in through its invite, or is linked by staff.
create table roster_entry (
  id bigint generated always as identity primary key,
  course_id bigint not null references course,
  participant_id bigint unique references participant,
  name text not null,
  email text,
  institution_id text,
  login text,                         -- as the roster says; lower case
  section text,
  invite text unique,                 -- SHA-256 of the invite's token
  left_at timestamptz,                -- no longer in the roster; grades stay
  created_at timestamptz not null default now()
);
create unique index on roster_entry (course_id, lower(email));
create unique index on roster_entry (course_id, institution_id);
create index on roster_entry (course_id, login);

-- Who is in a group that owns a grade.
create table group_member (
  group_id bigint not null references participant,
  student_id bigint not null references participant,
  primary key (group_id, student_id)
);
create index on group_member (student_id);

-- Who changed what. Rows are only ever appended.
create table audit (
  id bigint generated always as identity primary key,
  course_id bigint references course,
  at timestamptz not null default now(),
  actor_id bigint,                    -- GitHub's; null: nobody signed in (the command line, a sync)
  actor text not null,                -- login, or what it was
  action text not null,               -- e.g. extension.grant
  subject text not null,              -- in words
  before jsonb,
  after jsonb
);
create index on audit (course_id, id);

do $$
begin
  grant select on account, session, access_token, staff, roster_entry, group_member, audit to pushmark_web;
  grant select on account, staff, roster_entry, group_member, audit to pushmark_worker;
  grant insert, update, delete on account, session, access_token, staff, roster_entry, group_member to pushmark_web;
  grant insert on audit to pushmark_web, pushmark_worker;
exception when undefined_object or insufficient_privilege then
  raise notice 'pushmark: rights were not given: web and worker share one role';
end $$;
