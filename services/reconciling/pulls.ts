import type { AskedRepository } from '#services/classroom/intake/heads.ts';
import { keepAsked, keepUnanswered, repositoriesUnasked } from '#services/classroom/intake/pulls.ts';
import { fullName, payloadOfRepository, processFound } from './found.ts';
import type { ReconcilerDeps } from './reconciler.ts';
import { inTurn, type Requests } from './requests.ts';

/**
 * Meets Feedback pull requests that are older than the App, once for each repository: their comment is then there with
 * the first result, whether or not a webhook ever tells of them. A refusal is an answer; GitHub's own trouble is none.
 */
export async function meetPulls(deps: ReconcilerDeps, requests: Requests): Promise<void> {
  const work = async (repository: AskedRepository) => {
    await meet(deps, requests, repository);
    await keepAsked(deps.database, repository.id);
  };
  await inTurn(requests, await repositoriesUnasked(deps.database, 500), work, async (repository, facts) => {
    deps.log.warn({ repository: fullName(repository), ...facts }, 'pull requests could not be read');
    const refused = 'status' in facts && facts.status < 500;
    await (refused ? keepAsked : keepUnanswered)(deps.database, repository.id);
  });
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
