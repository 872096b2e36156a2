/**
 * Enough of GitHub's Markdown to show what students see: headings, lists, tables, fences, inline code, bold, links,
 * and the few HTML elements that reports use. Everything is escaped before anything is made live.
 */

export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** The only elements that come through, and only without attributes. */
const allowed = /&lt;(\/?(?:details|summary|sub|sup|kbd|br|b|i))\s*\/?&gt;/g;

/** Comments are hidden, as GitHub hides them. */
function hideComments(markdown: string): string {
  return markdown.replace(/<!--[\s\S]*?-->/g, '');
}

export function renderMarkdown(markdown: string): string {
  const lines = hideComments(markdown).replace(/\r\n?/g, '\n').split('\n');
  const html: string[] = [];
  for (let at = 0; at < lines.length; ) at = renderBlock(lines, at, html);
  return html.join('\n');
}

/** Renders the block that begins at a line; gives back the line after it. */
function renderBlock(lines: readonly string[], at: number, html: string[]): number {
  const line = lines[at] ?? '';
  const fence = /^(`{3,}|~{3,})/.exec(line)?.[1];
  if (fence !== undefined) return renderFence(lines, at, fence, html);
  if (isTable(lines, at)) return renderTable(lines, at, html);
  if (/^\s*[-*] /.test(line)) return renderList(lines, at, html);
  const [, marks, title] = /^(#{1,6}) (.*)$/.exec(line) ?? [];
  if (marks !== undefined) html.push(`<h${marks.length}>${inline(title ?? '')}</h${marks.length}>`);
  else if (/^\s*<\/?(details|summary)\b/.test(line)) html.push(inline(line));
  else if (/^> ?/.test(line)) html.push(`<blockquote>${inline(line.replace(/^> ?/, ''))}</blockquote>`);
  else if (line.trim() !== '') html.push(`<p>${inline(line)}</p>`);
  return at + 1;
}

function renderFence(lines: readonly string[], at: number, fence: string, html: string[]): number {
  const isEnd = (line: string) => line.trim().startsWith(fence) && /^[`~]+$/.test(line.trim());
  const found = lines.findIndex((line, index) => index > at && isEnd(line));
  const end = found < 0 ? lines.length : found;
  html.push(`<pre>${escapeHtml(lines.slice(at + 1, end).join('\n'))}</pre>`);
  return end + 1;
}

function isTable(lines: readonly string[], at: number): boolean {
  return /^\s*\|/.test(lines[at] ?? '') && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(lines[at + 1] ?? '');
}

/** The cells of a table's line; a pipe after a backslash is text. */
export function cells(line: string): readonly string[] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

function renderTable(lines: readonly string[], at: number, html: string[]): number {
  const length = lines.slice(at).findIndex((line) => !/^\s*\|/.test(line));
  const end = length < 0 ? lines.length : at + length;
  const row = (line: string, tag: string) =>
    `<tr>${cells(line)
      .map((cell) => `<${tag}>${inline(cell)}</${tag}>`)
      .join('')}</tr>`;
  const body = lines.slice(at + 2, end).map((line) => row(line, 'td'));
  html.push(`<table><thead>${row(lines[at] ?? '', 'th')}</thead><tbody>${body.join('')}</tbody></table>`);
  return end;
}

function renderList(lines: readonly string[], at: number, html: string[]): number {
  const length = lines.slice(at).findIndex((line) => !/^\s*[-*] /.test(line));
  const end = length < 0 ? lines.length : at + length;
  const items = lines.slice(at, end).map((line) => `<li>${inline(line.replace(/^\s*[-*] /, ''))}</li>`);
  html.push(`<ul>${items.join('')}</ul>`);
  return end;
}

/** Code spans first, so that nothing inside them is live. */
function inline(text: string): string {
  const parts = text.split(/(`+)(.+?)\1(?!`)/);
  let html = '';
  for (let at = 0; at < parts.length; at += 3) {
    html += live(parts[at] ?? '');
    if (parts[at + 2] !== undefined) html += `<code>${escapeHtml(parts[at + 2] ?? '')}</code>`;
  }
  return html;
}

function live(text: string): string {
  return escapeHtml(text)
    .replace(allowed, '<$1>')
    .replace(/\*\*(.+?)\*\*/g, '<strong>$1</strong>')
    .replace(/\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/g, '<a href="$2">$1</a>')
    .replace(/\\([\\`*_{}[\]()#+\-.!|~@&;])/g, '$1');
}
