import type { Judgement } from '#graders/check.ts';
import type { Criterion } from '../assignment/document.ts';

/**
 * A judgement under the criterion as it is applied now. Cases were stored with the visibility that their criterion had
 * then; unless its options say something of a case, which never changes under one judging, the present one holds.
 */
export function withPresentVisibility(criterion: Criterion, judgement: Judgement): Judgement {
  const cases = judgement.cases.map((one) =>
    isSaid(criterion.options, one.name) ? one : { ...one, visibility: criterion.visibility },
  );
  return { ...judgement, cases };
}

/** `visibility` of the options: one word for all, or one per regular expression on the names of tests. */
function isSaid(options: unknown, name: string): boolean {
  const said = (options as { visibility?: unknown } | null)?.visibility;
  if (typeof said !== 'object' || said === null) return said !== undefined;
  return Object.keys(said).some((pattern) => namesIn(name).some((test) => new RegExp(pattern).test(test)));
}

/** `a/b.TestTop/x.y` is a folder and a test; either may hold dots, so every way to read it is taken: rather one too many. */
function namesIn(name: string): string[] {
  return [...name.matchAll(/\.|^/g)].map(({ index }) => name.slice(index).replace(/^\./, ''));
}
