import { daysAfter, movedAlike } from './dates.ts';

/** Days and words of a course's time zone. */
export interface Calendar {
  /** Days begun after `from`, by the clock of the zone: 0 up to it, 1 until the same time of the next day, and so on. */
  daysLate(from: Date, at: Date): number;
  /** The same time of the clock so many days later. */
  daysAfter(at: Date, days: number): Date;
  /** As much later by the clock as `to` is after `from`. */
  movedAlike(at: Date, from: Date, to: Date): Date;
  /** `20 Nov 2026, 23:59` */
  inWords(at: Date): string;
}

const dayMs = 86_400_000;

/** Remembers what it computed: a class has few due dates and many hand-ins. */
export function calendarOf(timeZone: string): Calendar {
  const known = new Map<string, Date>();
  const remembered = (key: string, compute: () => Date): Date => {
    const found = known.get(key) ?? compute();
    known.set(key, found);
    return found;
  };
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone },
  });
  const dates = new Map<number, Date[]>();
  const after = (at: Date, days: number) => {
    const own = dates.get(at.getTime()) ?? [];
    dates.set(at.getTime(), own);
    own[days] ??= daysAfter(at, days, timeZone);
    return own[days];
  };
  return {
    daysAfter: after,
    movedAlike: (at, from, to) =>
      remembered(`${at.getTime()}/${from.getTime()}/${to.getTime()}`, () => movedAlike(at, from, to, timeZone)),
    inWords: (at) => format.format(at),
    daysLate(from, at) {
      if (at <= from) return 0;
      // Clocks are set by less than a day, so this is at most one day more than it is.
      let days = Math.ceil((at.getTime() - from.getTime()) / dayMs) + 1;
      while (days > 1 && at <= after(from, days - 1)) days--;
      return days;
    },
  };
}
