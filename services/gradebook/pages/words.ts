import type { RunState } from '#services/classroom/results/run.ts';

/** How the state of a run is called where there is room for one word; the words of CommitState. */
export const stateWords: Readonly<Record<RunState, string>> = {
  queued: 'queued',
  running: 'grading',
  done: 'done',
  errored: 'errored',
  unavailable: 'unavailable',
};

/** Points without needless zeros: `58`, `58.5`. */
export function points(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** 0..1 as whole percents. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** Milliseconds for people: `840 ms`, `2.4 s`, `3 min`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.round(ms / 60_000)} min`;
}

/** Date and time in the course's time zone, e.g. `Wed 25 Nov 2026, 23:57:41`. */
export function time(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    ...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
    timeZone,
  }).format(at);
}

/** The ordinal of a place or attempt: `1st`, `2nd`, `12th`. */
export function ordinal(n: number): string {
  const ending = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' };
  return `${n}${ending[new Intl.PluralRules('en', { type: 'ordinal' }).select(n)]}`;
}
