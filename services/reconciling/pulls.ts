import type { AskedRepository } from '#services/classroom/intake/heads.ts';
import { keepAsked, repositoriesUnasked } from '#services/classroom/intake/pulls.ts';
import { troubleOf } from '#services/platform/github/trouble.ts';
import { fullName, payloadOfRepository, processFound } from './found.ts';
import type { ReconcilerDeps } from './reconciler.ts';
import type { Requests } from './requests.ts';

/**
 * Meets Feedback pull requests that are older than the App, once for each repository: their comment is then there with
 * the first result, whether or not a webhook ever tells of them.
 */
export async function meetPulls(deps: ReconcilerDeps, requests: Requests): Promise<void> {
  for (const repository of await repositoriesUnasked(deps.database, 500)) {
    if (!requests.take()) return;
    try {
      await meet(deps, requests, repository);
    } catch (error) {
      const status = (error as { status?: number }).status;
      if (status === undefined || troubleOf(error, 0).kind === 'later') throw error;
      deps.log.warn({ repository: fullName(repository), status }, 'pull requests could not be read');
    }
    await keepAsked(deps.database, repository.id);
  }
}

async function meet(deps: ReconcilerDeps, requests: Requests, repository: AskedRepository) {
  const { id, owner, name } = repository;
  const { rest } = await deps.github.client(repository);
  const { data, headers } = await rest.pulls.list({ owner, repo: name, base: 'feedback', state: 'all', per_page: 30 });
  requests.note(headers);
  for (const { number, state, head, base, updated_at } of data) {
    const payload = {
      action: 'met',
      pull_request: { number, state, updated_at, head: { ...head, repo: { id: head.repo?.id } }, base },
      ...payloadOfRepository(repository),
    };
    await processFound(deps, `pull-${id}-${number}`, 'pull_request', payload);
  }
}
