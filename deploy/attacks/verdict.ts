/** Whether a case came out as it must. */
import { type Case, CONTROLS } from './corpus/read.ts';
import type { Outcome } from './ways/outcome.ts';

/** Wall seconds of one run of a case on a busy machine of two cores, when the case does not say. */
const SECONDS = 60;

/** How the words about a judge that failed begin. */
export const TROUBLE = 'trouble of ours: ';

/** What is wrong, in words; empty when the case holds. `shared`: tests were linked, so a contradiction must be noticed. */
export function problemsOf(one: Case, outcome: Outcome, shared = false): readonly string[] {
  const { head } = one;
  const isControl = one.class === CONTROLS;
  const most = head.most ?? (isControl ? outcome.max : 0);
  const least = head.least ?? (isControl ? outcome.max : 0);
  const seconds = head.seconds ?? SECONDS;
  return [
    ...(outcome.trouble === undefined ? [] : [TROUBLE + outcome.trouble]),
    ...(outcome.points > most ? [`${outcome.points} points, at most ${most} are fair`] : []),
    ...(outcome.points < least ? [`${outcome.points} points, at least ${least} are fair`] : []),
    ...(isControl && outcome.tampering.length > 0 ? [`an honest submission is marked: ${outcome.tampering[0]}`] : []),
    ...outcome.canaries.map((canary) => `a student sees ${canary}`),
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
    ...(tampering === true && shared && outcome.tampering.length === 0 ? ['nobody notices the contradiction'] : []),
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
