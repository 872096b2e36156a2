-- Rules of the course, and what people decide by them. Evidence stays as it is; grades are computed from it, the rules,
-- and these decisions. A decision is taken back by a time, never by deleting it.

-- AssignmentRules as they are applied; null: no dates, the last official hand-in counts.
alter table assignment add column rules jsonb;
-- The version whose points and visibility are applied to evidence of the same judging; null: the current one.
alter table assignment add column scored_by bigint references assignment_version;

-- More time: for everybody, a section or a participant; for one assignment or all.
create table extension (
  id bigint generated always as identity primary key,
  course_id bigint not null references course,
  assignment_id bigint references assignment,         -- null: every assignment of the course
  participant_id bigint references participant,
  section text,
  until timestamptz,                  -- the new due date, or
  minutes int check (minutes > 0),    -- so much later than the due date
  reason text not null,
  granted_by text not null,
  granted_at timestamptz not null default now(),
  revoked_by text,
  revoked_at timestamptz,
  check ((until is null) <> (minutes is null)),
  check (until is null or assignment_id is not null),
  check (participant_id is null or section is null)
);
create index on extension (course_id) where revoked_at is null;

-- A grade that a person sets.
create table override (
  id bigint generated always as identity primary key,
  assignment_id bigint not null references assignment,
  participant_id bigint not null references participant,
  points double precision check (points >= 0),        -- null: excused, outside every total
  reason text not null,
  set_by text not null,
  set_at timestamptz not null default now(),
  revoked_by text,
  revoked_at timestamptz
);
create unique index on override (assignment_id, participant_id) where revoked_at is null;

-- The submission that counts where somebody chose it: the student where the rules say `chosen`, a teacher anywhere.
create table chosen_submission (
  id bigint generated always as identity primary key,
  submission_id bigint not null references submission,
  by_staff boolean not null,
  chosen_by text not null,
  chosen_at timestamptz not null default now(),
  revoked_at timestamptz
);
create index on chosen_submission (submission_id) where revoked_at is null;

-- What a person gave for a manual criterion; the newest counts.
create table mark (
  id bigint generated always as identity primary key,
  submission_id bigint not null references submission,
  criterion text not null,
  credit double precision not null check (credit between 0 and 1),
  comment text not null default '',
  marked_by text not null,
  marked_at timestamptz not null default now()
);
create index on mark (submission_id, criterion, id);

-- What a person says about a line.
create table remark (
  id bigint generated always as identity primary key,
  submission_id bigint not null references submission,
  file text not null,
  line int not null check (line > 0),
  text text not null,
  made_by text not null,
  made_at timestamptz not null default now(),
  removed_at timestamptz
);
create index on remark (submission_id);

-- A student doubts a criterion.
create table regrade_request (
  id bigint generated always as identity primary key,
  submission_id bigint not null references submission,
  criterion text not null,
  reason text not null,
  asked_by bigint not null references account,
  asked_at timestamptz not null default now(),
  state text not null default 'open' check (state in ('open', 'granted', 'declined')),
  dealt_to text,                      -- login of who answers
  answer text,
  answered_by text,
  answered_at timestamptz
);
create unique index on regrade_request (submission_id, criterion) where state = 'open';

-- A change that moves grades, shown before it is applied.
create table proposal (
  id bigint generated always as identity primary key,
  assignment_id bigint not null references assignment,
  kind text not null check (kind in ('rescore', 'regrade')),
  change jsonb not null,              -- what would apply: version, rules, scope of a regrade
  before jsonb not null,              -- what applied when it was made; for taking it back
  why text not null,
  state text not null default 'open' check (state in ('open', 'applied', 'discarded', 'undone')),
  made_by text not null,
  made_at timestamptz not null default now(),
  decided_by text,
  decided_at timestamptz
);
create index on proposal (assignment_id) where state = 'open';

do $$
begin
  grant select on extension, override, chosen_submission, mark, remark, regrade_request, proposal
    to pushmark_web, pushmark_worker;
  grant insert, update on extension, override, chosen_submission, mark, remark, regrade_request, proposal
    to pushmark_web;
exception when undefined_object or insufficient_privilege then
  raise notice 'pushmark: rights were not given: web and worker share one role';
end $$;
