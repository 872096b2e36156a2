import { unmetRepositories } from '#services/classroom/intake/heads.ts';
import { processDelivery } from '#services/classroom/intake/index.ts';
import { isMore } from '#services/platform/github/pages.ts';
import type { ReconcilerDeps } from './reconciler.ts';
import type { Requests } from './requests.ts';

/**
 * Meets repositories that somebody's name says are somebody's and of which no delivery ever told, so that their branches
 * are compared, too: the first push there may be the one that was lost.
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
    for (const repository of await unmetRepositories(deps.database, data.repositories)) {
      const guid = `repository-${repository.id}`;
      const payload = { action: 'created', repository, installation: { id: installationId } };
      const met = { guid, event: 'repository', payload, bytes: 0, receivedAt: new Date(), proof: 'found' } as const;
      await processDelivery(deps.database, met);
      deps.log.info({ delivery: guid, repository: repository.full_name }, 'a repository was found');
    }
    if (!isMore(headers)) return;
  }
}
