/**
 * Text of strangers made inert in GitHub's Markdown. Inside code spans and fences nothing is live: no mention, no
 * issue reference, no closing keyword, no HTML, no link. So everything that a student wrote or printed goes through
 * one of these two, and never stands anywhere else.
 */
import { visible } from '#services/platform/text.ts';

/** A code span on one line, at most `length` code points. */
export function span(text: string, length = 200): string {
  const line = visible(text, length).replace(/\s+/g, ' ').trim();
  if (line === '') return '` `';
  const ticks = '`'.repeat(longestRun(line) + 1);
  const room = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${ticks}${room}${line}${room}${ticks}`;
}

/** A code span in a cell of a table, which a pipe would end otherwise, also inside code. */
export function cell(text: string): string {
  return span(text).replace(/\\*\|/g, insideCell);
}

/** A fenced block, at most `length` code points and 40 lines. */
export function fence(text: string, length = 2000): string {
  const lines = visible(text, length).split('\n');
  const kept = lines.length > 40 ? [...lines.slice(0, 40), '…'] : lines;
  const ticks = '`'.repeat(Math.max(3, longestRun(kept.join('\n')) + 1));
  return `${ticks}text\n${kept.join('\n')}\n${ticks}`;
}

/**
 * Plain text of the teacher or of ourselves inside Markdown: words only, nothing that Markdown or GitHub reads. A
 * backslash does not stop mentions, references and addresses, which GitHub looks for in the rendered text; an empty
 * space does.
 */
export function plain(text: string, length = 300): string {
  return visible(text, length)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]()<>#+!|~&]/g, (mark) => `\\${mark}`)
    .replace(/[@#]|\bGH-(?=\d)|:(?=\/\/)|\bwww(?=\.)/gi, (mark) => `${mark}\u200b`);
}

/** Cuts a whole text to GitHub's limit, at a line, and says so. */
export function capped(markdown: string, limit: number): string {
  if (markdown.length <= limit) return markdown;
  const note = '\n\n…cut: the page has the rest.';
  const room = markdown.slice(0, limit - note.length - 8);
  const cut = room.slice(0, Math.max(0, room.lastIndexOf('\n')));
  const open = openFence(cut);
  return `${cut}${open ? `\n${open}` : ''}${note}`;
}

/** Backslashes before a pipe, made odd in number: of two, the first escapes the second, and the pipe ends the cell. */
function insideCell(pipe: string): string {
  return pipe.length % 2 === 0 ? `\\\\${pipe}` : `\\${pipe}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
}

/** The marks that close a fence which the cut left open. */
function openFence(text: string): string | undefined {
  let open: string | undefined;
  for (const [, ticks] of text.matchAll(/^(`{3,})/gm)) {
    if (open === undefined) open = ticks;
    else if (ticks === open) open = undefined;
  }
  return open;
}
