import { daysAfter } from './dates.ts';

/** Days and words of a course's time zone. */
export interface Calendar {
  /** Days begun after `from`, by the clock of the zone: 0 up to it, 1 until the same time of the next day, and so on. */
  daysLate(from: Date, at: Date): number;
  /** `20 Nov 2026, 23:59` */
  inWords(at: Date): string;
}

const dayMs = 86_400_000;

/** Remembers what it computed: a class has few due dates and many hand-ins. */
export function calendarOf(timeZone: string): Calendar {
  const ends = new Map<string, number>();
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone },
  });
  const endOf = (from: Date, day: number): number => {
    const key = `${from.getTime()}/${day}`;
    const known = ends.get(key) ?? daysAfter(from, day, timeZone).getTime();
    ends.set(key, known);
    return known;
  };
  return {
    inWords: (at) => format.format(at),
    daysLate(from, at) {
      if (at <= from) return 0;
      // Clocks are set by less than a day, so this is at most one day more than it is.
      let days = Math.ceil((at.getTime() - from.getTime()) / dayMs) + 1;
      while (days > 1 && at.getTime() <= endOf(from, days - 1)) days--;
      return days;
    },
  };
}
