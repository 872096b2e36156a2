import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import Docker from 'dockerode';
import { many } from '#services/platform/database.ts';
import type { Ground } from './ground.ts';

/** A commit that was pushed last to a repository during a fault. */
export interface Pushed {
  readonly repository: string;
  readonly sha: string;
  /** Points in the title that the check run must have, as these files always earn them. */
  readonly title: string;
}

const gradedSql = `
  select r.id, r.state, c.run_id is not null as counts from run r
  left join counted_run c on c.run_id = r.id
  join submission s on s.id = r.submission_id
  join repository p on p.id = s.repository_id where p.name = $1 and s.sha = $2`;

const leftSql = `
  select 'run ' || id || ' is ' || state as what from run
  where state <> 'done'
  union all
  select 'report ' || subject || ' is owed' from outbox where sent < wanted or gave_up is not null`;

/** What is wrong with one repository once all is quiet, in words; nothing when all is well. */
export async function wrongWith({ github, database }: Ground, { repository, sha, title }: Pushed): Promise<string[]> {
  const runs = await many<{ id: number; state: string; counts: boolean }>(database.owner, gradedSql, [repository, sha]);
  const checks = github.checkRuns(repository, sha);
  const comments = github.comments(repository, 1).length;
  const wrong: string[] = [];
  if (runs.length !== 1) wrong.push(`${runs.length} runs`);
  if (checks.length !== 1) wrong.push(`${checks.length} check runs`);
  if (comments !== 1) wrong.push(`${comments} comments`);
  for (const { id, state, counts } of runs) {
    if (state !== 'done' || !counts) wrong.push(`run ${id} is ${state}${counts ? '' : ' and does not count'}`);
  }
  for (const check of checks) if (check.title !== title) wrong.push(`its title is ${check.title}, not ${title}`);
  return wrong.map((words) => `${repository}: ${words}`);
}

/** Runs, reports and leases; once the processes have ended, their containers and folders as well. */
export async function leftOver({ database }: Ground, pids: readonly number[]): Promise<string[]> {
  const rows = await many<{ what: string }>(database.owner, leftSql);
  const all = await new Docker().listContainers({ all: true, filters: { label: ['pushmark.owner'] } });
  const mine = all.filter(({ Labels }) => pids.some((pid) => Labels['pushmark.owner']?.endsWith(`-${pid}`)));
  const folders = (await readdir(tmpdir())).filter((name) =>
    pids.some((pid) => name.startsWith(`pushmark-fetch-${pid}-`)),
  );
  const leases = await many<{ id: number }>(database.owner, 'select id from run where lease_owner is not null');
  return [
    ...rows.map(({ what }) => what),
    ...leases.map(({ id }) => `a lease of run ${id}`),
    ...mine.map(({ Id }) => `container ${Id.slice(0, 12)}`),
    ...folders.map((name) => `folder ${name}`),
  ];
}
