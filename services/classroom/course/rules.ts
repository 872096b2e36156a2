import { instantOf } from '../rules/dates.ts';
import { type AssignmentRules, type LatePolicy, noRules } from '../rules/document.ts';
import type { LateYaml, RuledEntryYaml } from './rules-schema.ts';

/** Tells a problem of a field, e.g. `late.cap`, of what is being read. */
export type Tell = (field: string, message: string) => void;

type Dates = Pick<AssignmentRules, 'opens' | 'due' | 'cutoff'>;

/** The rules of an entry of `assignments:`; without an entry of its own, what the course says. */
export function readRules(entry: RuledEntryYaml, late: LateYaml, timeZone: string, tell: Tell): AssignmentRules {
  const dates = readDates(entry, timeZone, tell);
  const policy = latePolicy(late, entry.late ?? {});
  for (const [field, message] of contradictions(entry, dates, policy)) tell(field, message);
  return {
    ...dates,
    graceMs: milliseconds(entry.grace ?? late.grace ?? '0s'),
    late: policy,
    counts: entry.counts ?? noRules.counts,
    ...(entry.attempts !== undefined && { attempts: entry.attempts }),
    cooldownMs: milliseconds(entry.cooldown ?? '0s'),
    trigger: entry.trigger ?? noRules.trigger,
    weight: entry.weight ?? noRules.weight,
  };
}

/** What is wrong with `late:` of the course itself; `hasDue`: some assignment has a due date. */
export function examineLate(late: LateYaml, hasDue: boolean, anyCosts: boolean, tell: Tell): void {
  if (!hasDue && Object.keys(late).length > 0) tell('', 'has no effect: no assignment has a due date');
  if (late['slip-days'] && hasDue && !anyCosts) {
    tell('slip-days', 'have no effect: late days cost nothing; say what one costs, e.g. per-day: 10%');
  }
  for (const [field, message] of impossible(latePolicy(late, {}))) tell(field, message);
}

function readDates(entry: RuledEntryYaml, timeZone: string, tell: Tell): Dates {
  const read: { -readonly [Field in keyof Dates]: string } = {};
  for (const field of ['opens', 'due', 'cutoff'] as const) {
    const text = entry[field];
    const instant = text === undefined ? undefined : instantOf(text, timeZone);
    if (typeof instant === 'string') tell(field, instant);
    else if (instant) read[field] = instant.toISOString();
  }
  return read;
}

function latePolicy(course: LateYaml, own: NonNullable<RuledEntryYaml['late']>): LatePolicy {
  const slipDays = course['slip-days'] ?? 0;
  return {
    perDay: shareOf(own['per-day'] ?? course['per-day'] ?? '0%'),
    cap: shareOf(own.cap ?? course.cap ?? '100%'),
    slipDays,
    slipDaysEach: Math.min(slipDays, own['slip-days-each'] ?? course['slip-days-each'] ?? slipDays),
  };
}

function* contradictions(entry: RuledEntryYaml, dates: Dates, late: LatePolicy): Iterable<[string, string]> {
  const { opens, due, cutoff } = dates;
  if (opens && due && opens >= due) yield ['due', `is not after opens, ${entry.opens}`];
  if (due && cutoff && cutoff < due) yield ['cutoff', `is before due, ${entry.due}`];
  for (const field of ['cutoff', 'grace', 'late'] as const) {
    if (entry[field] !== undefined && entry.due === undefined)
      yield [field, 'has no effect without due; add a due date'];
  }
  if (entry.late) for (const [field, message] of impossible(late)) yield ['late', `${field} ${message}`];
}

function* impossible({ perDay, cap }: LatePolicy): Iterable<[string, string]> {
  if (perDay > 1) yield ['per-day', 'is more than 100%'];
  else if (cap > 1) yield ['cap', 'is more than 100%'];
  else if (cap < perDay) yield ['cap', `is below what one day costs, ${Math.round(perDay * 10_000) / 100}%`];
}

function shareOf(percent: string): number {
  return Number(percent.slice(0, -1)) / 100;
}

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function milliseconds(duration: string): number {
  return Number(duration.slice(0, -1)) * (unitMs[duration.slice(-1)] ?? 0);
}
