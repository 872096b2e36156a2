import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Feedback } from '#services/classroom/results/feedback.ts';
import { duration } from './words.ts';

/** How fast pushes of the course are answered just now: for everybody in it to see. */
export function answered({ pushes, median, p95 }: Feedback): HtmlSafeString {
  if (median === undefined || p95 === undefined) return line('No push was answered in the last hour.');
  const many = pushes === 1 ? 'One push was' : `${pushes} pushes were`;
  return line(
    `${many} answered in the last hour: half of them within ${duration(median * 1000)}, 95 of 100 within ${duration(p95 * 1000)}.`,
  );
}

function line(words: string): HtmlSafeString {
  return html`<p class="quiet status">${words}</p>`;
}
