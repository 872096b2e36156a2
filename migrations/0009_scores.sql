-- The web's role can neither write what a run found nor change what runs are judged from. A run that it queues begins
-- without results, content never changes once it is there, and names of prepared content are the worker's.

do $$
begin
  revoke insert on run from pushmark_web;
  grant insert (submission_id, version_id, cause) on run to pushmark_web;
  revoke update on content from pushmark_web, pushmark_worker;
  revoke insert, update on content_name from pushmark_web;
exception when undefined_object or insufficient_privilege then
  raise notice 'pushmark: rights were not taken: web and worker share one role';
end $$;
