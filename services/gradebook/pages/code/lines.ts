import { type HtmlSafeString, html } from '@prairielearn/html';
import { visible } from '#services/platform/text.ts';
import { anchor } from '../criterion.ts';
import type { Said } from './said.ts';

/** A file as lines; undefined: it is no text. What ends the last line begins none. */
export function linesOf(content: Uint8Array): readonly string[] | undefined {
  if (content.includes(0)) return undefined;
  const lines = Buffer.from(content).toString().split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

export interface ShownLines {
  readonly file: string;
  readonly lines: readonly string[];
  /** About this file. */
  readonly said: readonly Said[];
  /** Signs of a line that are shown. */
  readonly width: number;
  /** Where a click on a line's number leads; undefined: nowhere. */
  readonly hrefOf?: ((line: number) => string) | undefined;
  /** Stands below this line. */
  readonly below?: { readonly line: number; readonly content: HtmlSafeString } | undefined;
}

/** Numbered lines, each with what is said about it. */
export function lineTable(shown: ShownLines): HtmlSafeString {
  const { file, lines, said } = shown;
  const byLine = Map.groupBy(said, ({ line }) => Math.min(line, lines.length));
  const name = visible(file, 200);
  return html`<div class="scroll" role="region" aria-label="Lines of ${name}" tabindex="0"><table class="lines"><tbody>${
    byLine.has(0) ? notes(byLine.get(0), anchor(file, 0)) : ''
  }${lines.map((text, i) => codeLine(shown, i + 1, text, byLine.get(i + 1)))}</tbody></table></div>`;
}

function codeLine(
  { file, width, hrefOf, below }: ShownLines,
  number: number,
  text: string,
  said: readonly Said[] = [],
): HtmlSafeString {
  // By the keyboard the form below the file is nearer than a thousand links.
  const label = hrefOf ? html`<a href="${hrefOf(number)}" tabindex="-1">${number}</a>` : number;
  return html`<tr id="${anchor(file, number)}"${said.length > 0 ? html` class="found"` : ''}><td class="number">${label}</td><td><code>${visible(text, width)}</code></td></tr>
${notes(said)}${below?.line === number ? html`<tr class="note"><td></td><td><div class="said">${below.content}</div></td></tr>` : ''}`;
}

function notes(said: readonly Said[] = [], id?: string): HtmlSafeString {
  const named = (i: number) => (i === 0 && id ? html` id="${id}"` : '');
  return html`${said.map(({ text }, i) => html`<tr class="note"${named(i)}><td></td><td><div class="said">${text}</div></td></tr>`)}`;
}
