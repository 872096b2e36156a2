import { many, type Queryable } from '#services/platform/database.ts';
import type { Criterion } from '../assignment/document.ts';
import type { AssignmentRules } from '../rules/document.ts';
import { noRules } from '../rules/document.ts';
import type { Applied, Rescore } from './proposal.ts';
import { otherCriteria } from './what-criteria.ts';
import { otherRules } from './what-rules.ts';

/** Points and rules of an assignment, whole. */
export interface Held {
  /** Names what judges. */
  readonly judging: string;
  readonly rubric: readonly Criterion[];
  readonly rules: AssignmentRules;
}

/** What a rescore changes, one thing after the other, in words; `timeZone`: the course's. */
export async function whatChanges(db: Queryable, proposal: Rescore, timeZone: string): Promise<string[]> {
  const { before, change, assignment } = proposal;
  return inWords(await heldBy(db, assignment.id, before), await heldBy(db, assignment.id, change), timeZone);
}

/** What is another between two of them, in words. */
export function inWords(was: Held, is: Held, timeZone: string): string[] {
  const otherwise = 'it is judged otherwise: commits keep the points of their runs until they are graded again';
  return [
    ...otherCriteria(was.rubric, is.rubric),
    ...otherRules(was.rules, is.rules, timeZone),
    ...(was.judging === is.judging ? [] : [otherwise]),
  ];
}

async function heldBy(db: Queryable, assignmentId: number, { version, rules }: Applied): Promise<Held> {
  const sql = `select v.judging, v.document -> 'rubric' as rubric from assignment a
    join assignment_version v on v.assignment_id = a.id and v.id = coalesce($2, a.current_version) where a.id = $1`;
  const [found] = await many<Pick<Held, 'judging' | 'rubric'>>(db, sql, [assignmentId, version]);
  return { judging: found?.judging ?? '', rubric: found?.rubric ?? [], rules: rules ?? noRules };
}
