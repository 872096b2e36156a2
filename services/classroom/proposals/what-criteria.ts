import { checks } from '#graders/registry.ts';
import type { Criterion } from '../assignment/document.ts';

const audience = { visible: 'everybody', 'after-due': 'everybody after the due date', hidden: 'staff alone' } as const;

/** What is another in a rubric, in words. */
export function otherCriteria(was: readonly Criterion[], is: readonly Criterion[]): string[] {
  const [old, own] = [byName(was), byName(is)];
  return [
    ...is.flatMap((criterion) => {
      const before = old.get(criterion.name);
      return before ? moved(before, criterion) : [`${criterion.name}: new, ${worth(criterion)}`];
    }),
    ...was.flatMap((gone) => (own.has(gone.name) ? [] : [`${gone.name}: left out, ${worth(gone)}`])),
    ...droppedTests(was, is),
  ];
}

function byName(rubric: readonly Criterion[]): ReadonlyMap<string, Criterion> {
  return new Map(rubric.map((criterion) => [criterion.name, criterion]));
}

function worth({ points, penalty }: Criterion): string {
  return penalty > 0 ? `up to ${penalty} points off` : `${points} points`;
}

function moved(a: Criterion, b: Criterion): string[] {
  const said = [
    a.points !== b.points && `${a.points} → ${b.points} points`,
    a.penalty !== b.penalty && `takes up to ${b.penalty} points instead of ${a.penalty}`,
    a.gate !== b.gate && (b.gate ? 'without it the score is 0 now' : 'without it the score is not 0 any more'),
    a.visibility !== b.visibility && `visibility: ${audience[a.visibility]} → ${audience[b.visibility]}`,
    a.title !== b.title && `called “${b.title}” instead of “${a.title}”`,
    weights(a) !== weights(b) && 'its tests weigh otherwise',
  ].filter((one) => typeof one === 'string');
  return said.length === 0 ? [] : [`${b.name}: ${said.join('; ')}`];
}

function weights({ check, options }: Criterion): string {
  const { options: names = [] } = checks.get(check)?.weighing ?? {};
  return JSON.stringify(names.map((name) => (options as Record<string, unknown> | undefined)?.[name]));
}

function droppedTests(was: readonly Criterion[], is: readonly Criterion[]): string[] {
  const drops = (rubric: readonly Criterion[]) => new Map(rubric.flatMap(({ drop = {} }) => Object.entries(drop)));
  const [old, own] = [drops(was), drops(is)];
  return [
    ...[...own].flatMap(([test, why]) => (old.has(test) ? [] : [`test ${test} is dropped: ${why}`])),
    ...[...old.keys()].flatMap((test) => (own.has(test) ? [] : [`test ${test} counts again`])),
  ];
}
