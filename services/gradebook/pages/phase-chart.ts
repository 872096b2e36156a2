import { type HtmlSafeString, html } from '@prairielearn/html';
import { cumsum } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import type { RunResult } from '#services/classroom/results/run.ts';
import { duration } from './words.ts';

/** As they follow each other; JSON in the database keeps no order. */
const order = ['fetch', 'prepare', 'workspace', 'compile', 'run', 'judge'];

const [width, left, right, row] = [360, 64, 52, 22] as const;

/** The phases of a run as bars, each beginning where the one before ended, with its words and the table behind it. */
export function phaseChart({ id, timings }: Pick<RunResult, 'id' | 'timings'>): HtmlSafeString {
  const phases = Object.entries(timings).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  if (phases.length === 0) return html``;
  const ends = cumsum(phases, ([, ms]) => ms);
  const total = ends.at(-1) ?? 0;
  const x = scaleLinear([0, Math.max(1, total)], [left, width - right]);
  const title = `Phases of run ${id}, ${duration(total)} in all`;
  const height = phases.length * row + 4;
  return html`<figure class="chart phases"><figcaption>${title}</figcaption>
    <svg role="img" viewBox="0 0 ${width} ${height}"><title>${title}</title>
    <desc>${phases.map(([phase, ms]) => `${phase} ${duration(ms)}`).join(', ')}</desc>
    ${phases.map(([phase, ms], i) => bar(phase, ms, { from: x((ends[i] ?? 0) - ms), to: x(ends[i] ?? 0), y: i * row }))}</svg>
    <details><summary>As a table</summary><table><thead><tr><th scope="col">Phase</th><th scope="col">Took</th></tr></thead>
    <tbody>${phases.map(([phase, ms]) => html`<tr><th scope="row">${phase}</th><td>${duration(ms)}</td></tr>`)}</tbody></table></details></figure>`;
}

interface Place {
  readonly from: number;
  readonly to: number;
  readonly y: number;
}

function bar(phase: string, ms: number, { from, to, y }: Place): HtmlSafeString {
  const wide = Math.max(2, to - from);
  return html`<text x="0" y="${y + 15}">${phase}</text>
    <rect class="bar" x="${from.toFixed(1)}" y="${y + 5}" width="${wide.toFixed(1)}" height="${row - 9}" rx="2"></rect>
    <text x="${(from + wide + 6).toFixed(1)}" y="${y + 15}">${duration(ms)}</text>`;
}
