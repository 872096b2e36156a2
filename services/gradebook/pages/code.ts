import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Remark } from '#services/classroom/results/marks.ts';
import type { Finding } from '#services/classroom/results/run.ts';
import type { FileTree } from '#services/classroom/trees.ts';
import { visible } from '#services/platform/text.ts';
import { anchor } from './criterion.ts';
import type { SubmissionPage } from './submission.ts';

const context = 4;
const shownFiles = 20;
const longestLine = 400;

/** What is said about a line, by a check or by a person. */
interface Said {
  readonly file: string;
  readonly line: number;
  readonly text: HtmlSafeString;
}

/** Whose submission it is, what people say about it, and whether the viewer may take that away. */
type Remarked = Pick<SubmissionPage, 'submission' | 'remarks' | 'mayMark'>;

/** The lines of the commit that something is said about, each with what is said. */
export function codeView(files: FileTree, findings: readonly Finding[], remarked: Remarked): HtmlSafeString {
  const said = [...findings.map(finding), ...remarked.remarks.map((remark) => ofPerson(remark, remarked))];
  const shown = [...Map.groupBy(said, ({ file }) => file)].filter(([file]) => files.has(file)).slice(0, shownFiles);
  if (shown.length === 0) return html``;
  return html`<section class="code" id="code"><h2>On the lines</h2>${shown.map(([file, found]) => fileView(file, files.get(file), found))}</section>`;
}

function finding({ file, line, level, rule, message }: Finding): Said {
  return { file, line, text: html`<span class="chip ${level}">${rule}</span> ${visible(message, 500)}` };
}

function ofPerson({ id, file, line, text, madeBy }: Remark, { submission, mayMark }: Remarked): Said {
  const remove = html`<form class="row" method="post" action="/submissions/${submission.id}/remarks/${id}/remove"><button class="plain">remove</button></form>`;
  return {
    file,
    line,
    text: html`<span class="chip">${madeBy}</span> ${visible(text, 4000)} ${mayMark ? remove : ''}`,
  };
}

function fileView(file: string, content: Uint8Array | undefined, findings: readonly Said[]): HtmlSafeString {
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

function codeLine(file: string, number: number, text: string, findings: readonly Said[]): HtmlSafeString {
  return html`<tr id="${anchor(file, number)}" class="${findings.length > 0 ? 'found' : ''}"><td class="number">${number}</td>
    <td><code>${visible(text, longestLine)}</code></td></tr>
    ${findings.map((f) => html`<tr class="note"><td></td><td>${f.text}</td></tr>`)}`;
}

function around(line: number, length: number): number[] {
  const from = Math.max(1, line - context);
  const to = Math.min(length, line + context);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}
