import { type EventKind, noted, type OfRepository } from '../arrival.ts';
import { textAt } from '../payload.ts';
import { repositoryOf } from '../repository.ts';

interface CreateFacts extends OfRepository {
  readonly ref: string;
  readonly refType: string;
}

/**
 * A new branch or tag. The payload names no commit; GitHub sends a push event for the same tag, which does and hands
 * it in (more than three tags at once bring neither).
 */
export const create: EventKind<CreateFacts> = {
  read(payload, common) {
    const ref = textAt(payload, 'ref');
    const refType = textAt(payload, 'ref_type');
    const { repository } = common;
    if (!repository) return { lacks: 'repository' };
    if (!ref || !refType) return { lacks: ref ? 'ref_type' : 'ref' };
    return { ...common, repository, ref, refType };
  },

  async act(arrival, facts) {
    await repositoryOf(arrival, facts);
    return noted(`the push of the ${facts.refType} ${facts.ref} hands it in`);
  },
};
