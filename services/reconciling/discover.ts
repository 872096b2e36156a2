import { randomUUID } from 'node:crypto';
import { unadmittedRepositories, unmetRepositories } from '#services/classroom/intake/heads.ts';
import { isMore } from '#services/platform/github/pages.ts';
import { processFound } from './found.ts';
import type { ReconcilerDeps } from './reconciler.ts';
import type { Requests } from './requests.ts';

/**
 * Meets repositories that somebody's name says are somebody's and of which no delivery ever told, so that their branches
 * are compared, too: the first push there may be the one that was lost. Those to which access is back are told apart.
 */
export async function discoverRepositories(deps: ReconcilerDeps, requests: Requests): Promise<void> {
  for (let page = 1; requests.take(); page++) {
    const { data, headers } = await deps.github.app.rest.apps.listInstallations({ per_page: 100, page });
    for (const { id, suspended_at } of data) {
      if (!suspended_at) await discoverIn(deps, requests, id);
    }
    if (!isMore(headers)) return;
  }
}

async function discoverIn(deps: ReconcilerDeps, requests: Requests, installationId: number): Promise<void> {
  const { rest } = deps.github.installation(installationId);
  for (let page = 1; requests.take(); page++) {
    const { data, headers } = await rest.apps.listReposAccessibleToInstallation({ per_page: 100, page });
    requests.note(headers);
    await meet(deps, installationId, data.repositories);
    await admit(deps, installationId, data.repositories);
    if (!isMore(headers)) return;
  }
}

interface Listed {
  readonly id: number;
  readonly full_name: string;
}

async function meet(deps: ReconcilerDeps, installationId: number, listed: readonly Listed[]): Promise<void> {
  for (const repository of await unmetRepositories(deps.database, listed)) {
    const guid = `repository-${repository.id}`;
    await processFound(deps, guid, 'repository', {
      action: 'created',
      repository,
      installation: { id: installationId },
    });
    deps.log.info({ delivery: guid, repository: repository.full_name }, 'a repository was found');
  }
}

/** Access that no delivery told of: the App was taken out and is back, or a deleted repository was restored. */
async function admit(deps: ReconcilerDeps, installationId: number, listed: readonly Listed[]): Promise<void> {
  const back = await unadmittedRepositories(deps.database, installationId, listed);
  if (back.length === 0) return;
  const guid = `access-${installationId}-${randomUUID()}`;
  const payload = { action: 'added', installation: { id: installationId }, repositories_added: back };
  for (const bell of (await processFound(deps, guid, 'installation_repositories', payload)).bells) deps.ring(bell);
  deps.log.info({ delivery: guid, repositories: back.length }, 'there is access again to repositories');
}
