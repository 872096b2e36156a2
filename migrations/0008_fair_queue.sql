-- Who is next, with more than one course on the machines.

-- From course.yaml: a course of weight 2 gets twice as many turns as one of weight 1, when both wait.
alter table course add column weight double precision not null default 1 check (weight > 0);

-- Two stages while the machine is busy: what is quick is judged and reported first, the rest when no first stage waits.
-- 2: the quick criteria are judged and written, the others are still to come.
alter table run add column stage int not null default 1 check (stage in (1, 2));

-- The order in which waiting runs are taken. The claim and the place shown to students read this one view.
-- Fresh pushes before regrades; first stages before second ones; the newest push of a repository before its older ones
-- (postponed, never discarded; a practice push postpones no official one); nobody's second run before somebody's
-- first; then courses in turn, by their weights, what they have running counted in; within a course by age.
create or replace view run_queue as
  with waiting as (
    select r.id as run_id, a.course_id, r.created_at,
      r.cause = 'regrade' as regrade, r.stage,
      exists (select 1 from submission newer where newer.repository_id = s.repository_id
        and newer.assignment_id = s.assignment_id and newer.id > s.id
        and (exists (select 1 from hand_in h where h.submission_id = newer.id and h.official)
          or not exists (select 1 from hand_in h where h.submission_id = s.id and h.official))) as postponed,
      (select count(*) from run taken join submission other on other.id = taken.submission_id
        where other.participant_id = s.participant_id and other.assignment_id = s.assignment_id
          and taken.id <> r.id  -- trouble of ours costs no place
          and taken.started_at > now() - interval '1 hour') as taken
    from run r join submission s on s.id = r.submission_id join assignment a on a.id = s.assignment_id
    where (r.state = 'queued' and r.not_before <= now()) or (r.state = 'running' and r.lease_until < now())
  ),
  busy as (
    select a.course_id, count(*) as running
    from run r join submission s on s.id = r.submission_id join assignment a on a.id = s.assignment_id
    where r.state = 'running' and r.lease_until >= now()
    group by a.course_id
  ),
  in_turn as (
    select w.*, (coalesce(b.running, 0) + row_number() over (
        partition by w.course_id, regrade, stage, postponed, taken order by w.created_at, run_id)) / c.weight as turn
    from waiting w join course c on c.id = w.course_id left join busy b on b.course_id = w.course_id
  )
  select run_id, row_number() over (order by regrade, stage, postponed, taken, turn, created_at, run_id) as place
  from in_turn;
