-- What arrived stays as it arrived, and what was taught stays known: the web's role moves no time, commit or branch of a
-- hand-in, no digest of a version, and takes none of them away. Nothing of ours ever did.
do $$
begin
  revoke delete on course, assignment, assignment_version, repository, delivery, pull_request, hand_in, outbox
    from pushmark_web;
  revoke update on hand_in, assignment_version from pushmark_web;
  grant update (submission_id, official, ignored, mend, pushed_at, asked_at, taken_back_at) on hand_in to pushmark_web;
  grant update (document) on assignment_version to pushmark_web;
exception when undefined_object or insufficient_privilege then
  raise notice 'pushmark: rights were not taken: web and worker share one role';
end $$;
