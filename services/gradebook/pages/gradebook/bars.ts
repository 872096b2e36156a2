import { type HtmlSafeString, html } from '@prairielearn/html';
import { max } from 'd3-array';
import { scaleBand, scaleLinear } from 'd3-scale';

export interface Bar {
  /** What it counts, in words of a table. */
  readonly label: string;
  readonly value: number;
  /** Below its bar; empty: none. */
  readonly tick: string;
  /** Stands out. */
  readonly accent?: boolean;
}

export interface BarChart {
  readonly title: string;
  /** What one sees in it, in a sentence. */
  readonly description: string;
  /** What the bars are that stand out. */
  readonly key?: string | undefined;
  /** Heads of the table behind it. */
  readonly heads: readonly [string, string];
  readonly bars: readonly Bar[];
}

const [width, height, left, bottom] = [560, 180, 36, 22] as const;

/** Bars as a picture with its words, and the table behind it. Presentation by attributes and classes only. */
export function barChart({ title, description, key, heads, bars }: BarChart): HtmlSafeString {
  const x = scaleBand(
    bars.map((_, i) => String(i)),
    [left, width],
  ).padding(0.15);
  const y = scaleLinear([0, Math.max(1, max(bars, ({ value }) => value) ?? 1)], [height - bottom, 8]).nice(4);
  const whole = y.ticks(4).filter(Number.isInteger);
  return html`<figure class="chart"><figcaption>${title}${key ? html` <span class="key">${key}</span>` : ''}</figcaption>
    <svg role="img" viewBox="0 0 ${width} ${height}"><title>${title}</title><desc>${description}</desc>
    ${whole.map(
      (tick) => html`<line class="rule" x1="${left}" x2="${width}" y1="${y(tick)}" y2="${y(tick)}"></line>
      <text x="${left - 6}" y="${y(tick) + 4}" text-anchor="end">${tick}</text>`,
    )}
    ${bars.map(({ value, tick, accent }, i) => {
      const [at, wide] = [x(String(i)) ?? 0, x.bandwidth()];
      return html`<rect class="${accent ? 'accent' : 'bar'}" x="${at.toFixed(1)}" y="${y(value).toFixed(1)}" width="${wide.toFixed(1)}"
        height="${(y(0) - y(value)).toFixed(1)}" rx="2"></rect>${
          tick
            ? html`<text x="${(at + wide / 2).toFixed(1)}" y="${height - 6}" text-anchor="middle">${tick}</text>`
            : ''
        }`;
    })}</svg>
    <details><summary>As a table</summary><table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
    <tbody>${bars.map(({ label, value }) => html`<tr><th scope="row">${label}</th><td>${value}</td></tr>`)}</tbody></table></details></figure>`;
}
