-- What arrived stays known, and so does what was taught: the web's role gives no hand-in another commit, branch or
-- repository, no version another digest, and takes none of them away. Nothing of ours ever did. The time of a hand-in is
-- written anew where a teacher hands a commit in again that was taken back.
do $$
begin
  revoke delete on course, assignment, assignment_version, repository, delivery, pull_request, hand_in, outbox
    from pushmark_web;
  revoke update on hand_in, assignment_version from pushmark_web;
  grant update (submission_id, official, ignored, mend, pushed_at, asked_at, taken_back_at, received_at, sender_id,
    sender_login) on hand_in to pushmark_web;
  grant update (document) on assignment_version to pushmark_web;
exception when undefined_object or insufficient_privilege then
  raise notice 'pushmark: rights were not taken: web and worker share one role';
end $$;
