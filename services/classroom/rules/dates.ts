import { Temporal } from 'temporal-polyfill';

const date = String.raw`\d{4}-\d\d-\d\d`;
const clock = String.raw`\d\d:\d\d(?::\d\d)?`;
const local = new RegExp(`^(${date})[ T](${clock})$`);
const absolute = new RegExp(`^(${date})[ T](${clock})(Z|[+-]\\d\\d:\\d\\d)$`);

/** How a date is written, for those who wrote it otherwise. */
export const dateExample = '2026-11-20 23:59, in the time zone of the course';

/**
 * The instant that a date of course.yaml means, or what is wrong with it. Without an offset it is a local time of the
 * zone. A clock that is set forward skips some: what was due in the skipped hour is due as much later, in the hour after.
 * One that is set back has some twice: the second is meant. Both ways the later moment, in favour of the student.
 */
export function instantOf(text: string, timeZone: string): Date | string {
  const [whole, day, time, offset] = absolute.exec(text) ?? local.exec(text) ?? [];
  if (whole === undefined) {
    const bare = new RegExp(`^${date}$`).test(text);
    return bare ? `lacks the time of day, e.g. ${text} 23:59` : `${text} is no date; write e.g. ${dateExample}`;
  }
  try {
    if (offset) return new Date(Temporal.Instant.from(`${day}T${time}${offset}`).epochMilliseconds);
    return laterOf(Temporal.PlainDateTime.from(`${day}T${time}`), timeZone);
  } catch (error) {
    if (error instanceof RangeError) return `${text} is not in the calendar; write e.g. ${dateExample}`;
    throw error;
  }
}

/** The same time of the clock so many days later, whatever the clocks were set to in between. */
export function daysAfter(at: Date, days: number, timeZone: string): Date {
  return laterOf(clocksAt(at, timeZone).add({ days }), timeZone);
}

/** As much later by the clock of the zone as `to` is after `from`, whatever the clocks were set to in between. */
export function movedAlike(at: Date, from: Date, to: Date, timeZone: string): Date {
  return laterOf(clocksAt(at, timeZone).add(clocksAt(from, timeZone).until(clocksAt(to, timeZone))), timeZone);
}

function clocksAt(at: Date, timeZone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDateTime();
}

function laterOf(clocks: Temporal.PlainDateTime, timeZone: string): Date {
  return new Date(clocks.toZonedDateTime(timeZone, { disambiguation: 'later' }).epochMilliseconds);
}
