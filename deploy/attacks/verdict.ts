/** Whether a case came out as it must. */
import { type Case, CONTROLS } from './corpus/read.ts';
import type { Outcome } from './ways/outcome.ts';

/** Wall seconds of one run of a case on a busy machine of two cores, when the case does not say. */
const SECONDS = 60;

/** How the words about a judge that failed begin. */
export const TROUBLE = 'trouble of ours: ';

/** What is wrong with a case, apart from what is known to be open. */
export interface Verdict {
  /** In words; empty when the case holds. */
  readonly problems: readonly string[];
  /** Why this way lets something through that it did let through. */
  readonly open?: string;
}

/** The verdict on a case that was tried; `shared`: tests were linked, so a contradiction must be noticed. */
export function verdictOn(one: Case, outcome: Outcome, shared: boolean): Verdict {
  const open = one.head.open ?? (shared ? one.head.openShared : undefined);
  const found = foundIn(one, outcome, shared);
  if (open === undefined) return { problems: found.map(({ words }) => words) };
  const { why, excuses } = typeof open === 'string' ? { why: open, excuses: ['points'] } : open;
  const [excused, left] = [true, false].map((is) => found.filter(({ gain }) => excuses.includes(gain ?? '') === is));
  return { problems: left!.map(({ words }) => words), ...(excused!.length > 0 && { open: why }) };
}

/** What is wrong, in words, whatever is known to be open. */
export function problemsOf(one: Case, outcome: Outcome, shared = false): readonly string[] {
  return foundIn(one, outcome, shared).map(({ words }) => words);
}

interface Found {
  readonly words: string;
  /** What the student gained by it, as `open` may excuse. */
  readonly gain?: 'points' | 'canaries';
}

function foundIn(one: Case, outcome: Outcome, shared: boolean): readonly Found[] {
  const { most = one.class === CONTROLS ? outcome.max : 0 } = one.head;
  const points = outcome.points > most ? [`${outcome.points} points, at most ${most} are fair`] : [];
  const canaries = outcome.canaries.map((canary) => `a student sees ${canary}`);
  return [
    ...points.map((words) => ({ words, gain: 'points' as const })),
    ...canaries.map((words) => ({ words, gain: 'canaries' as const })),
    ...otherwise(one, outcome, shared).map((words) => ({ words })),
  ];
}

/** What no case is excused. */
function otherwise(one: Case, outcome: Outcome, shared: boolean): readonly string[] {
  const { head } = one;
  const isControl = one.class === CONTROLS;
  const least = head.least ?? (isControl ? outcome.max : 0);
  const seconds = head.seconds ?? SECONDS;
  return [
    ...(outcome.trouble === undefined ? [] : [TROUBLE + outcome.trouble]),
    ...(outcome.points < least ? [`${outcome.points} points, at least ${least} are fair`] : []),
    ...(isControl && outcome.tampering.length > 0 ? [`an honest submission is marked: ${outcome.tampering[0]}`] : []),
    ...outcome.lively,
    ...(outcome.wentOff ? ['it reached what it must not reach'] : []),
    ...(outcome.seconds > seconds ? [`${outcome.seconds} s, at most ${seconds} s`] : []),
    ...unexpected(one, outcome, shared),
  ];
}

function unexpected({ head: { expect = {} } }: Case, outcome: Outcome, shared: boolean): string[] {
  const { ending, finding, tampering, says, unavailable, status, runs } = expect;
  const refused = outcome.refused ?? [];
  return [
    ...(ending && !outcome.endings.includes(ending) ? [`ends ${list(outcome.endings)}, not ${ending}`] : []),
    ...(finding && !outcome.rules.includes(finding) ? [`findings ${list(outcome.rules)}, none ${finding}`] : []),
    ...((tampering === 'always' || (tampering && shared)) && outcome.tampering.length === 0
      ? ['nobody notices the contradiction']
      : []),
    ...(tampering === false && outcome.tampering.length > 0 ? [`taken for tampering: ${outcome.tampering[0]}`] : []),
    ...(says && !new RegExp(says, 'i').test(outcome.says) ? [`does not say ${says}`] : []),
    ...(expect.refused ?? []).filter((path) => !refused.includes(path)).map((path) => `${path} was not refused`),
    ...(unavailable && !new RegExp(unavailable, 'i').test(outcome.unavailable ?? '') ? [`the commit was taken`] : []),
    ...(status && outcome.statuses?.some((got) => got !== status)
      ? [`answers ${list(outcome.statuses)}, not ${status}`]
      : []),
    ...(expect.outcome && !outcome.outcomes?.some((words) => new RegExp(expect.outcome!).test(words))
      ? [`outcome ${list(outcome.outcomes ?? [])}, not ${expect.outcome}`]
      : []),
    ...(runs !== undefined && outcome.runs !== runs ? [`${outcome.runs} runs, not ${runs}`] : []),
  ];
}

function list(words: readonly (string | number)[]): string {
  return words.length > 0 ? words.join(', ') : 'nothing';
}
