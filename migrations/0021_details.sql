-- The moment from which what is shown after the due date was open when reports were last written again for it; null: it
-- is closed. An extension or another due date moves the moment, and reports are then written again.
alter table assignment add column details_told timestamptz;

do $$
begin
  grant update (details_told) on assignment to pushmark_worker;
exception when undefined_object or insufficient_privilege then
  raise notice 'pushmark: rights were not given: web and worker share one role';
end $$;
