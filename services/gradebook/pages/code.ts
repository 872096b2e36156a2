import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Finding } from '#services/classroom/results/run.ts';
import type { FileTree } from '#services/classroom/trees.ts';
import { visible } from '#services/platform/text.ts';
import { anchor } from './criterion.ts';

const context = 4;
const shownFiles = 20;
const longestLine = 400;

/** The lines of the commit that findings are about, each finding beside its line. */
export function codeView(files: FileTree, findings: readonly Finding[]): HtmlSafeString {
  const byFile = Map.groupBy(findings, (f) => f.file);
  const shown = [...byFile].filter(([file]) => files.has(file)).slice(0, shownFiles);
  if (shown.length === 0) return html``;
  return html`<section class="code"><h2>On the lines</h2>${shown.map(([file, found]) => fileView(file, files.get(file), found))}</section>`;
}

function fileView(file: string, content: Uint8Array | undefined, findings: readonly Finding[]): HtmlSafeString {
  const lines = Buffer.from(content ?? [])
    .toString()
    .split('\n');
  const wanted = new Set(findings.flatMap((f) => around(Math.max(1, f.line), lines.length)));
  const rows: HtmlSafeString[] = [];
  let last = 0;
  for (const line of [...wanted].sort((a, b) => a - b)) {
    if (line > last + 1 && last > 0) rows.push(html`<tr class="gap"><td colspan="2">⋯</td></tr>`);
    rows.push(
      codeLine(
        file,
        line,
        lines[line - 1] ?? '',
        findings.filter((f) => Math.max(1, f.line) === line),
      ),
    );
    last = line;
  }
  return html`<figure><figcaption><code>${file}</code></figcaption><div class="scroll" role="region" aria-label="${file}" tabindex="0"><table class="lines"><tbody>${rows}</tbody></table></div></figure>`;
}

function codeLine(file: string, number: number, text: string, findings: readonly Finding[]): HtmlSafeString {
  return html`<tr id="${anchor(file, number)}" class="${findings.length > 0 ? 'found' : ''}"><td class="number">${number}</td>
    <td><code>${visible(text, longestLine)}</code></td></tr>
    ${findings.map((f) => html`<tr class="note"><td></td><td><span class="chip ${f.level}">${f.rule}</span> ${visible(f.message, 500)}</td></tr>`)}`;
}

function around(line: number, length: number): number[] {
  const from = Math.max(1, line - context);
  const to = Math.min(length, line + context);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}
