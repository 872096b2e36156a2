-- The content-addressed store (services/classroom/trees.ts) and names that point into it.

create table content (
  digest text primary key,
  bytes bytea not null,
  created_at timestamptz not null default now()
);
alter table content alter column bytes set storage external;

create table content_name (
  name text primary key,
  digest text not null references content,
  updated_at timestamptz not null default now()
);
