import { subtree } from '#services/classroom/trees.ts';
import { submissionOf } from '../corpus/assemble.ts';
import { type Assignments, assignmentOf } from '../corpus/assignments.ts';
import { type Case, CONTROLS, kindOf } from '../corpus/read.ts';
import type { Ground } from './grading.ts';
import { type Checkout, type NaiveOutcome, naively } from './naive.ts';

/** Classes whose attacks are on whoever comes next in the same container. */
const ON_OTHERS = /cache|survivors/;
/** Classes whose attacks are on what is shown. */
const ON_TEXTS = /injection/;

/** Tries a case on the naive grader; a string says why not. */
export async function tryNaively(one: Case, assignments: Assignments, ground: Ground): Promise<NaiveOutcome | string> {
  if (one.head.notNaive) return one.head.notNaive;
  const kind = kindOf(one);
  if (kind === 'delivery' || kind === 'shown') return 'it is about our own receiver and renderers';
  if (kind === 'tree') return 'it is about how a commit is fetched';
  const assignment = assignmentOf(one, assignments);
  const checkout: Checkout[] = [...submissionOf(one, assignment)].map(([path, content]) => ({ path, content }));
  const next = ON_OTHERS.test(one.class)
    ? subtree(assignment.files, one.head.over === 'reference' ? 'reference' : 'starter')
    : undefined;
  const habits = { next, manner: one.head.naively };
  const outcome = await naively(ground.images.compile, assignment, checkout, ground.canaries, habits);
  return { ...outcome, success: successOf(one, outcome) };
}

/** Why it counts as a success of the attack; for a control: as harm. */
function successOf(one: Case, { marks, canaries, wentOff, endings, lively }: Omit<NaiveOutcome, 'success'>): string[] {
  const { most = one.class === CONTROLS ? 100 : 0, least = one.class === CONTROLS ? 100 : 0 } = one.head;
  const neighbour =
    one.head.over === 'reference'
      ? marks.next !== undefined && marks.next < 100
      : Math.max(marks.next ?? 0, marks.nextExit) > 0;
  return [
    ...(marks.last > most ? [`last event: ${marks.last}`] : []),
    ...(marks.any > most ? [`any pass: ${marks.any}`] : []),
    ...(marks.printed > most ? [`printed lines: ${marks.printed}`] : []),
    ...(marks.ratio > most && one.class !== CONTROLS && one.head.over !== 'reference' ? [`ratio: ${marks.ratio}`] : []),
    ...(marks.file > most ? ['a file of results'] : []),
    ...(ON_TEXTS.test(one.class) ? lively : []),
    ...(marks.exit > most ? ['exit status 0'] : []),
    ...(marks.last < least ? [`harmed: ${marks.last}`] : []),
    ...(canaries.length > 0 ? ['leak'] : []),
    ...(wentOff ? ['went off'] : []),
    ...endings.map((ending) => `ended by the lab: ${ending}`),
    ...(marks.killed ? ['ended by the lab: clock'] : []),
    ...(neighbour ? [`the next one got ${marks.next}, exit status ${marks.nextExit ? 0 : 1}`] : []),
  ];
}
