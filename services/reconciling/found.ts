import type { AskedRepository, ComparedRepository } from '#services/classroom/intake/heads.ts';
import { type Proof, processDelivery } from '#services/classroom/intake/index.ts';
import type { Activity } from './activity.ts';
import type { ReconcilerDeps } from './reconciler.ts';

/** A branch or tag, and the commit that it names. */
interface Found {
  /** In full: `refs/heads/main`. */
  readonly ref: string;
  readonly sha: string;
  /** GitHub's record of the push; undefined: none. */
  readonly push: Activity | undefined;
}

/** Hands in what no delivery told of: with the time of its push, or the present time where GitHub has no record. */
export async function handInFound(deps: ReconcilerDeps, repository: ComparedRepository, found: Found): Promise<void> {
  const { push, sha, ref } = found;
  const proof: Proof = push ? 'activity' : 'found';
  const guid = push ? `activity-${push.id}` : `found-${repository.id}-${sha}${ref.startsWith('refs/tags/') ? ref : ''}`;
  const receivedAt = push ? new Date(push.timestamp) : new Date();
  const payload = payloadOf(repository, found);
  const processed = await processDelivery(deps.database, { guid, event: 'push', payload, bytes: 0, receivedAt, proof });
  const { outcome, run } = processed;
  const facts = { delivery: guid, repository: fullName(repository), run, outcome };
  deps.log.warn({ ...facts, reason: processed.reason, proof }, 'a push was found that no delivery told of');
  for (const bell of processed.bells) deps.ring(bell);
}

/** What the lost webhook said, as far as it is read. */
function payloadOf(repository: ComparedRepository, { ref, sha, push }: Found) {
  const actor = push?.actor;
  return {
    ...{ ref, before: push?.before, after: sha, ...payloadOfRepository(repository) },
    ...(actor && { sender: { id: actor.id, login: actor.login, type: actor.type } }),
  };
}

/** What every webhook of a repository says of it and of the installation, as far as it is read. */
export function payloadOfRepository(repository: AskedRepository) {
  const { id, owner, name, defaultBranch, fork, template, installationId } = repository;
  return {
    repository: { id, name, owner: { login: owner }, default_branch: defaultBranch, fork, is_template: template },
    installation: { id: installationId },
  };
}

/** Has an event that no webhook told of, at the present time. */
export function processFound({ database }: ReconcilerDeps, guid: string, event: string, payload: unknown) {
  return processDelivery(database, { guid, event, payload, bytes: 0, receivedAt: new Date(), proof: 'found' });
}

export function fullName({ owner, name }: { readonly owner: string; readonly name: string }): string {
  return `${owner}/${name}`;
}
