-- The worker writes evidence, the web writes decisions. Where roles cannot be created (a managed database), one role
-- does both, and `pushmark doctor` says so. Both are NOLOGIN: give your two logins membership, or let Pushmark assume them.

do $$
declare role_name text;
begin
  foreach role_name in array array['pushmark_web', 'pushmark_worker'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      execute format('create role %I nologin', role_name);
    end if;
    begin  -- always, for since PostgreSQL 16 whoever created a role may grant it and still not assume it
      execute format('grant %I to %I', role_name, current_user);
    exception when insufficient_privilege then
      if not pg_has_role(current_user, role_name, 'member') then raise; end if;
    end;
  end loop;

  grant select on all tables in schema public to pushmark_web, pushmark_worker;
  grant insert, update, delete on setting, course, assignment, assignment_version, participant, participant_account,
    repository, delivery, pull_request, hand_in, submission, outbox, run_choice to pushmark_web;
  grant insert on run to pushmark_web;
  grant update (not_before, state) on run to pushmark_web;
  grant insert, update on content, content_name to pushmark_web, pushmark_worker;
  grant insert, update on run, criterion_result, run_choice, outbox, check_run, pull_request, participant_account to pushmark_worker;
  grant update on repository, submission, hand_in to pushmark_worker;
  grant insert on setting to pushmark_worker;
exception when insufficient_privilege then
  raise notice 'pushmark: roles were not created (insufficient privilege): web and worker share one role';
end $$;
