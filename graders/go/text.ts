/**
 * Everything that a student wrote or printed passes through here before it becomes part of a judgement. Escaping for
 * Markdown or HTML is the business of whoever shows it.
 */

/** Longest text of one log or detail, in UTF-16 units. */
const LONG = 8_000;
/** Longest line: a cause, a message, a value. */
const SHORT = 400;

const ANSI = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?/gs;
const LINE_ENDS = /\r\n?|[\u2028\u2029\x0b\x0c\x85]/g;
const CONTROLS = /[\x00-\x08\x0e-\x1f\x7f-\x9f]/g;
/** Characters that reorder or hide what stands beside them: bidi marks, zero-width signs, tags, the byte order mark. */
const DECEIVING = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e007f}]/gu;

/** The text without control sequences, controls (except line feed and tab), reordering marks and broken UTF-16; at most `max` units and a mark. */
export function clean(text: string, max = LONG): string {
  // Work is bounded by the cap, whatever arrives; a text of escapes only may come out shorter than it could.
  const head = text.slice(0, max * 4).toWellFormed();
  const safe = head.replace(ANSI, '').replace(LINE_ENDS, '\n').replace(CONTROLS, '').replace(DECEIVING, '');
  const kept = safe.length > max ? safe.slice(0, max).replace(/[\ud800-\udbff]$/, '') : safe;
  const left = safe.length - kept.length + Math.max(0, text.length - max * 4);
  return left === 0 ? kept : `${kept} … [${left} more characters]`;
}

/** The text on one line, white space folded. */
export function oneLine(text: string, max = SHORT): string {
  return clean(
    clean(text, max * 2)
      .replace(/\s+/g, ' ')
      .trim(),
    max,
  );
}

/** `1 test`, `2 tests`. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : plural}`;
}

/** Bytes for people: `512 MiB`, `1.5 GiB`, `300 bytes`. */
export function size(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${rounded(value)} ${units[unit]}`;
}

/** Milliseconds for people: `10 s`, `250 ms`. */
export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${rounded(ms / 1000)} s`;
}

/** At most two decimals, none where it has none. */
export function rounded(value: number, decimals = value < 10 ? 2 : 1): string {
  return String(Number(value.toFixed(decimals)));
}
