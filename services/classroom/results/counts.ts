import { isAlive } from '../runs/workers.ts';

/** What is counted for whoever runs the service: a name, what it is, and the query that answers it. */
export interface Count {
  readonly name: string;
  readonly help: string;
  /** `counter` never falls. */
  readonly type: 'gauge' | 'counter';
  /** Columns of the query besides `value`. */
  readonly labels: readonly string[];
  readonly sql: string;
}

const states = `unnest(array['queued', 'running', 'done', 'errored', 'unavailable'])`;
const open = `sent < wanted and gave_up is null`;
const kinds = `unnest(array['check-run', 'comment'])`;

export const COUNTS: readonly Count[] = [
  {
    name: 'pushmark_runs',
    help: 'Runs by state; done, errored (ours) and unavailable (GitHub goes on denying the commit, or it is too big) are endings',
    type: 'gauge',
    labels: ['state'],
    sql: `select state, count(run.id) as value from ${states} state left join run using (state) group by state`,
  },
  {
    name: 'pushmark_queue_depth',
    help: 'Runs that wait: ready to be taken, or paused after trouble of ours',
    type: 'gauge',
    labels: ['state'],
    sql: `select 'ready' as state, count(*) as value from run_queue
      union all select 'paused', count(*) from run where state = 'queued' and not_before > now()`,
  },
  {
    name: 'pushmark_queue_age_seconds',
    help: 'Age of the oldest run that waits, by why it is wanted',
    type: 'gauge',
    labels: ['cause'],
    sql: `select cause, coalesce(extract(epoch from now() - min(w.created_at)), 0) as value
      from unnest(array['hand-in', 'rerequest', 'regrade']) cause
      left join (select cause, created_at from run where state = 'queued' or state = 'running' and lease_until < now()) w
        using (cause) group by cause`,
  },
  {
    name: 'pushmark_workers',
    help: 'Grading workers that have given a sign of life within a minute',
    type: 'gauge',
    labels: [],
    sql: `select count(*) as value from worker where ${isAlive}`,
  },
  {
    name: 'pushmark_lanes',
    help: 'Runs that the living workers can grade at a time, by whether they do',
    type: 'gauge',
    labels: ['state'],
    sql: `select state, coalesce(sum(case state when 'busy' then busy else lanes - busy end), 0)::int as value
      from unnest(array['busy', 'free']) state left join worker on ${isAlive} group by state`,
  },
  {
    name: 'pushmark_sandboxes',
    help: 'Containers of the living workers that wait ready for a job, and how many should',
    type: 'gauge',
    labels: ['state'],
    sql: `select state, coalesce(sum(case state when 'ready' then sandboxes_ready else sandboxes_wanted end), 0)::int as value
      from unnest(array['ready', 'wanted']) state left join worker on ${isAlive} group by state`,
  },
  {
    name: 'pushmark_deliveries_total',
    help: 'Deliveries of GitHub that were acted upon, by what came of them',
    type: 'counter',
    labels: ['outcome'],
    sql: `select outcome, count(delivery.guid) as value
      from unnest(array['handed-in', 'regrade', 'noted', 'ignored']) outcome left join delivery using (outcome)
      group by outcome`,
  },
  {
    name: 'pushmark_deliveries_unprocessed',
    help: 'Deliveries that are known and could not be acted upon yet',
    type: 'gauge',
    labels: [],
    sql: 'select count(*) as value from delivery where processed_at is null',
  },
  {
    name: 'pushmark_hand_ins_total',
    help: 'Hand-ins by where their time comes from: our receipt, or what proves one that never reached us',
    type: 'counter',
    labels: ['proof'],
    sql: `select expected.proof, count(h.id) as value
      from unnest(array['receipt', 'delivery-log', 'activity', 'found']) expected(proof)
      left join hand_in h on coalesce(h.proof::text, 'receipt') = expected.proof group by expected.proof`,
  },
  {
    name: 'pushmark_outbox_depth',
    help: 'Reports that GitHub is still to be told',
    type: 'gauge',
    labels: ['kind'],
    sql: `select kind, count(o.id) as value from ${kinds} kind left join (select * from outbox where ${open}) o using (kind)
      group by kind`,
  },
  {
    name: 'pushmark_outbox_age_seconds',
    help: 'How long the oldest report is overdue',
    type: 'gauge',
    labels: ['kind'],
    sql: `select kind, coalesce(extract(epoch from now() - min(o.not_before)), 0) as value from ${kinds} kind
      left join (select * from outbox where ${open} and not_before <= now()) o using (kind) group by kind`,
  },
  {
    name: 'pushmark_outbox_given_up',
    help: 'Reports that were given up, as GitHub went on refusing them: the repository is gone, or access was taken away',
    type: 'gauge',
    labels: [],
    sql: 'select count(*) as value from outbox where gave_up is not null and sent < wanted',
  },
  {
    name: 'pushmark_github_requests_left',
    help: 'Requests that GitHub still allows within the hour, by installation (0: the App itself)',
    type: 'gauge',
    labels: ['installation'],
    sql: `select installation_id as installation, case when resets_at < now() then request_limit else remaining end as value
      from github_budget where request_limit is not null`,
  },
  {
    name: 'pushmark_github_requests_limit',
    help: 'Requests that GitHub allows an installation per hour',
    type: 'gauge',
    labels: ['installation'],
    sql: `select installation_id as installation, request_limit as value from github_budget where request_limit is not null`,
  },
  {
    name: 'pushmark_github_pause_seconds',
    help: 'How long GitHub wants nothing more from an installation',
    type: 'gauge',
    labels: ['installation'],
    sql: `select installation_id as installation, greatest(0, coalesce(extract(epoch from paused_until - now()), 0)) as value
      from github_budget`,
  },
  {
    name: 'pushmark_database_bytes',
    help: 'Size of the database on disk',
    type: 'gauge',
    labels: [],
    sql: 'select pg_database_size(current_database()) as value',
  },
];
