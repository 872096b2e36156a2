import type Docker from 'dockerode';
import { isAlive } from '#services/platform/alive.ts';

/**
 * Removes the containers that an earlier process of this owner left behind when it died. Only for the start of the
 * only process of that owner: it does not ask whether a container is at work.
 */
export async function sweep(docker: Docker, owner: string): Promise<number> {
  const left = await listed(docker, `pushmark.owner=${owner}`);
  for (const { Id } of left) await docker.getContainer(Id).remove({ force: true, v: true }).catch(ignoreGone);
  return left.length;
}

/** The same for owners `<prefix>-<host>-<pid>` whose process on this host is no more. */
export async function sweepDead(docker: Docker, prefix: string, host: string): Promise<number> {
  const all = await listed(docker);
  const owners = new Set(all.map(({ Labels }) => Labels['pushmark.owner'] ?? ''));
  const start = `${prefix}-${host}-`;
  const dead = [...owners].filter((owner) => owner.startsWith(start) && !isAlive(Number(owner.slice(start.length))));
  let removed = 0;
  for (const owner of dead) removed += await sweep(docker, owner);
  return removed;
}

function listed(docker: Docker, ...labels: string[]): Promise<Docker.ContainerInfo[]> {
  return docker.listContainers({ all: true, filters: { label: ['pushmark=1', ...labels] } });
}

function ignoreGone(error: { statusCode?: number }): void {
  // 409: its removal is already under way.
  if (error.statusCode !== 404 && error.statusCode !== 409) throw error;
}
