import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Attempt } from '#services/classroom/rules/grade.ts';
import { points } from './words.ts';

const height = 28;
const step = 9;
const most = 24;

/** Points of the last attempts as small bars, oldest first; the one that counts stands out. Nothing for a single one. */
export function attemptChart(attempts: readonly Attempt[], counting: number | undefined): HtmlSafeString {
  if (attempts.length < 2) return html``;
  const shown = attempts.slice(-most);
  const width = shown.length * step;
  return html`<svg class="attempts" role="img" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
    <title>${inWords(attempts)}</title>
    ${shown.map((attempt, i) => bar(attempt, i, attempt.submissionId === counting))}</svg>`;
}

function bar({ raw, state }: Attempt, i: number, counts: boolean): HtmlSafeString {
  const share = raw && raw.maxPoints > 0 ? raw.points / raw.maxPoints : 0;
  const tall = Math.max(2, Math.round(share * height));
  const kind = counts ? 'counts' : state;
  return html`<rect class="${kind}" x="${i * step}" y="${height - tall}" width="${step - 2}" height="${tall}" rx="1"></rect>`;
}

function inWords(attempts: readonly Attempt[]): string {
  const results = attempts.map(({ raw, state }) => (raw ? points(raw.points) : state)).join(', ');
  return `${attempts.length} attempts: ${results}`;
}
