import { one, type Queryable } from '#services/platform/database.ts';
import { type AssignmentRules, noRules } from '../rules/document.ts';
import type { NewHandIn } from './hand-in.ts';
import { refusal } from './limits.ts';
import type { Repository } from './repository.ts';
import { wayIn } from './trigger.ts';

/** The hand-in counts for somebody: in the gradebook, or as practice on its pull request. */
export interface Accepted {
  readonly official: boolean;
  readonly assignmentId: number;
  readonly participantId: number;
}

/** It is kept, and not graded. */
export interface Ignored {
  readonly official: boolean;
  /** Why, in words. */
  readonly reason: string;
  /** What would have it graded. */
  readonly mend: string;
  /** A participant did it, and is told. */
  readonly tell: boolean;
}

/** What a hand-in says of itself; also one of a teacher (decisions/commits.ts). */
export type KeptHandIn = Pick<NewHandIn, 'branch' | 'tag' | 'sha' | 'receivedAt'> & {
  readonly cause: NewHandIn['cause'] | 'teacher';
};

/** `counted`: it did when it came. */
export type Handed = KeptHandIn & { readonly counted?: boolean };

export function isIgnored(decision: Accepted | Ignored): decision is Ignored {
  return 'reason' in decision;
}

/**
 * Whether and how a hand-in counts: by what the assignment is triggered by (trigger.ts), and where that makes it
 * official, by its opening and its limits (limits.ts). What a teacher handed in is held up by none of it.
 */
export async function decide(db: Queryable, repository: Repository, handed: Handed): Promise<Accepted | Ignored> {
  const { assignmentId, participantId, matchReason: reason } = repository;
  if (assignmentId === null || participantId === null) {
    const mend = 'Map the repository in course.yaml; what was pushed until then counts with the time of its push.';
    return { official: handed.branch === repository.defaultBranch, reason, mend, tell: false };
  }
  const owner = { assignmentId, participantId };
  if (handed.cause === 'teacher') return { official: true, ...owner };
  const rules = await rulesOf(db, assignmentId);
  const way = await wayIn(db, rules.trigger, repository, handed);
  if (typeof way !== 'string') return way;
  const refused = way === 'official' ? await refusal(db, rules, owner, handed) : undefined;
  return refused ?? { official: way === 'official', ...owner };
}

async function rulesOf(db: Queryable, assignmentId: number): Promise<AssignmentRules> {
  const sql = 'select rules from assignment where id = $1';
  return (await one<{ rules: AssignmentRules | null }>(db, sql, [assignmentId])).rules ?? noRules;
}
