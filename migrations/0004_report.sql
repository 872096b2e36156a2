-- What GitHub must be told. A row names a subject, not a text: the text is rendered from the newest evidence when sent.

create table outbox (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('check-run', 'comment')),
  subject text not null,              -- check-run: `run:<id>` or `hand-in:<id>`; comment: `<repository id>#<number>`
  repository_id bigint not null references repository,
  wanted bigint not null default 1,   -- grows with every change to be reported
  sent bigint not null default 0,     -- the value of `wanted` that GitHub has
  not_before timestamptz not null default now(),
  attempts int not null default 0,
  lease_owner text,
  lease_until timestamptz,
  last_error text,
  gave_up text,                       -- why it will never be sent (repository gone, access taken away)
  created_at timestamptz not null default now(),
  unique (kind, subject)
);
create index on outbox (not_before) where sent < wanted and gave_up is null;

-- Check runs that we made, by what they are about: one per reported run.
create table check_run (
  subject text primary key,           -- as in outbox
  repository_id bigint not null references repository,
  github_id bigint not null,
  sha text not null,
  digest text not null,               -- of what was last sent
  completed boolean not null,         -- its annotations are there: GitHub would append them again
  sent_at timestamptz not null default now()
);
create index on check_run (github_id);
