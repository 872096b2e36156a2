-- What judges a class otherwise is tried before it replaces what works: the web asks, a worker answers.
create table judging_check (
  judging text primary key,           -- digest of what judges
  slug text not null,                 -- of the assignment
  bundle text not null,               -- its files, in the content store
  asked_at timestamptz not null default now(),
  holds boolean,                      -- null: not tried yet
  summary text,                       -- what was found, in Markdown
  answered_at timestamptz
);
create index on judging_check (asked_at) where holds is null;

do $$
begin
  grant select on judging_check to pushmark_web, pushmark_worker;
  grant insert (judging, slug, bundle), delete on judging_check to pushmark_web;
  grant update (holds, summary, answered_at) on judging_check to pushmark_worker;
exception when undefined_object or insufficient_privilege then
  raise notice 'pushmark: rights were not given: web and worker share one role';
end $$;
