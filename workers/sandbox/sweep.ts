import type Docker from 'dockerode';

/**
 * Removes the containers that an earlier process of this owner left behind when it died. Only for the start of the
 * only process of that owner: it does not ask whether a container is at work.
 */
export async function sweep(docker: Docker, owner: string): Promise<number> {
  const label = ['pushmark=1', `pushmark.owner=${owner}`];
  const left = await docker.listContainers({ all: true, filters: { label } });
  for (const { Id } of left) await docker.getContainer(Id).remove({ force: true, v: true }).catch(ignoreGone);
  return left.length;
}

function ignoreGone(error: { statusCode?: number }): void {
  // 409: its removal is already under way.
  if (error.statusCode !== 404 && error.statusCode !== 409) throw error;
}
