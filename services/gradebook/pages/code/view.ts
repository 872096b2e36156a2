import { type HtmlSafeString, html } from '@prairielearn/html';
import type { FileTree } from '#services/classroom/trees.ts';
import { visible } from '#services/platform/text.ts';
import { linesOf, lineTable } from './lines.ts';
import { anyLineForm, fileAddress } from './remark-form.ts';
import type { Remarked, Said } from './said.ts';

/** What the page of a submission has room for; what is left is a click away, on a page of its own. */
const room = { lines: 1500, signs: 150_000, files: 100 };
const width = 400;

export interface CodeView extends Remarked {
  readonly files: FileTree;
  /** Of these, what is as in the starter. */
  readonly given: ReadonlySet<string>;
  readonly said: readonly Said[];
  /** Somebody is to read it: all that its student wrote is open. */
  readonly open: boolean;
}

/** The files of the commit: first those that something is said about, last those that the starter gave. */
export function codeView(view: CodeView): HtmlSafeString {
  const paths = inOrder(view);
  if (paths.length === 0) return html``;
  const left = { ...room };
  return html`<section class="code" id="code"><h2>Code</h2>
    ${view.mayMark ? html`<p class="quiet">The number of a line leads to a form for a remark on it.</p>` : ''}
    ${paths.slice(0, room.files).map((file) => fileView(view, file, left))}
    ${paths.length > room.files ? html`<p class="quiet">And ${paths.length - room.files} more files.</p>` : ''}</section>`;
}

/** The paths of a submission's files as they are read. */
export function inOrder({ files, given, said }: Pick<CodeView, 'files' | 'given' | 'said'>): string[] {
  const talked = new Set(said.map(({ file }) => file));
  const rank = (file: string) => (talked.has(file) ? 0 : given.has(file) ? 3 : file.endsWith('.go') ? 1 : 2);
  return [...files.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function fileView(view: CodeView, file: string, left: { lines: number; signs: number }): HtmlSafeString {
  const { submissionId, files, said, given, mayMark } = view;
  const content = files.get(file) ?? new Uint8Array();
  const lines = linesOf(content);
  const own = said.filter((one) => one.file === file);
  const words = describe(lines, own, given.has(file));
  if (lines && (lines.length > left.lines || content.length > left.signs)) return elsewhere(view, file, words);
  left.lines -= lines?.length ?? 0;
  left.signs -= lines ? content.length : 0;
  const hrefOf = mayMark ? (line: number) => fileAddress(submissionId, file, line) : undefined;
  const isOpen = own.length > 0 || (view.open && file.endsWith('.go') && !given.has(file));
  return html`<details class="file" ${isOpen ? html`open` : ''}><summary><code>${visible(file, 200)}</code> ${words}</summary>
    ${lines ? lineTable({ file, lines, said: own, width, hrefOf }) : html`<p class="quiet">It is no text, so it is not shown.</p>`}
    ${mayMark && lines ? anyLineForm(submissionId, file, lines.length) : ''}</details>`;
}

function elsewhere({ submissionId }: CodeView, file: string, words: HtmlSafeString): HtmlSafeString {
  return html`<p class="file"><a href="${fileAddress(submissionId, file)}"><code>${visible(file, 200)}</code></a> ${words}
    <small>too long for this page</small></p>`;
}

/** How long a file is, and how much there is to see in it. */
export function describe(lines: readonly string[] | undefined, said: readonly Said[], given: boolean): HtmlSafeString {
  const count = (by: Said['by']) => said.filter((one) => one.by === by).length;
  const [findings, remarks] = [count('check'), count('person')];
  return html`${lines ? html`<small>${many(lines.length, 'line')}</small>` : ''}${given ? html` <small>as in the starter</small>` : ''}${
    findings > 0 ? html` <span class="chip warning">${many(findings, 'finding')}</span>` : ''
  }${remarks > 0 ? html` <span class="chip">${many(remarks, 'remark')}</span>` : ''}`;
}

function many(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
