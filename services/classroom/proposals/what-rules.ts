import { calendarOf } from '../rules/calendar.ts';
import type { AssignmentRules } from '../rules/document.ts';

/** Each rule: how it is called, and what it says, in words. */
type Saying = readonly [name: string, say: (rules: AssignmentRules) => string];

/** What is another in the rules of an assignment, in words. */
export function otherRules(was: AssignmentRules, is: AssignmentRules, timeZone: string): string[] {
  return sayings(timeZone).flatMap(([name, say]) => {
    const [a, b] = [say(was), say(is)];
    return a === b ? [] : [`${name}: ${a} → ${b}`];
  });
}

function sayings(timeZone: string): readonly Saying[] {
  const { inWords } = calendarOf(timeZone);
  const date = (at: string | undefined) => (at === undefined ? 'none' : inWords(new Date(at)));
  return [
    ['opens', ({ opens }) => date(opens)],
    ['due', ({ due }) => date(due)],
    ['grace', ({ graceMs }) => long(graceMs)],
    ['cut-off', ({ cutoff }) => date(cutoff)],
    ['a late day costs', ({ late }) => percent(late.perDay)],
    ['lateness costs at most', ({ late }) => percent(late.cap)],
    ['late days for nothing in the course', ({ late }) => String(late.slipDays)],
    ['of these for this assignment', ({ late }) => String(late.slipDaysEach)],
    ['which attempt counts', ({ counts }) => counts],
    ['attempts', ({ attempts }) => (attempts === undefined ? 'any number' : String(attempts))],
    ['pause after an attempt', ({ cooldownMs }) => long(cooldownMs)],
    ['handed in by', ({ trigger }) => trigger],
    ['weight in the total', ({ weight }) => String(weight)],
  ];
}

function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100} %`;
}

function long(ms: number): string {
  if (ms === 0) return 'none';
  if (ms % 86_400_000 === 0) return `${ms / 86_400_000} d`;
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`;
}
