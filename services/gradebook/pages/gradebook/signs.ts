import { type HtmlSafeString, html } from '@prairielearn/html';
import { SIGNS, type Sign } from '#services/classroom/gradebook/signs.ts';

/** What each sign means, for the legend. Its letter is the style sheet's; its name is what is read aloud. */
export const MEANINGS: Readonly<Record<Sign, string>> = {
  contradicting: 'the evidence contradicts itself: look at it',
  trouble: 'not graded, and it is our trouble',
  unavailable: 'the newest commit cannot be had: gone, closed or too big',
  running: 'is being graded',
  waiting: 'waits for its result',
  override: 'set by a person',
  excused: 'outside every total',
  missing: 'due, and nothing was handed in',
  uncounted: 'due, and nothing that was pushed counts',
  late: 'late',
  flaky: 'a test passed and failed on the same code',
  unmarked: 'a person is still to mark a part',
};

/** The signs of a grade; ten thousand cells share few combinations, which are made once. */
export function signMarkup(): (signs: readonly Sign[]) => HtmlSafeString {
  const made = new Map<string, HtmlSafeString>();
  return (signs) => {
    const key = signs.join();
    const known = made.get(key) ?? html`${signs.map((sign) => html`<i class="${sign}">${sign}</i>`)}`;
    made.set(key, known);
    return known;
  };
}

/** The signs that occur, in words. */
export function legend(occurring: ReadonlySet<Sign>): HtmlSafeString {
  const shown = SIGNS.filter((sign) => occurring.has(sign));
  if (shown.length === 0) return html``;
  return html`<ul class="legend" aria-label="Signs">${shown.map(
    (sign) => html`<li><i class="${sign}">${sign}</i> <span>${MEANINGS[sign]}</span></li>`,
  )}</ul>`;
}
