import { type HtmlSafeString, html } from '@prairielearn/html';
import type { SubmissionResult } from '#services/classroom/results/submission.ts';
import { visible } from '#services/platform/text.ts';
import type { Page } from '../layout.ts';
import { linesOf, lineTable } from './lines.ts';
import { anyLineForm, fileAddress, lineForm } from './remark-form.ts';
import { type Said, saidAbout } from './said.ts';
import { type CodeView, describe, inOrder } from './view.ts';

/** What a page of its own has room for. */
const room = { lines: 10_000, signs: 1_000_000 };
const width = 2000;

export interface FilePage extends Omit<CodeView, 'said' | 'open'> {
  readonly submission: SubmissionResult;
  readonly file: string;
  /** That somebody wants to say something about. */
  readonly line?: number | undefined;
}

/** One file of a submission, with the way to those before and after it. Undefined: it has none of this name. */
export function filePage(page: FilePage): Page | undefined {
  const { submission: s, file, files, given } = page;
  const content = files.get(file);
  if (!content) return undefined;
  const said = saidAbout(s.run, page);
  const own = said.filter((one) => one.file === file);
  const lines = linesOf(content);
  const name = visible(file, 200);
  const title = `${s.assignment.title}: ${s.participant.name}`;
  const body = html`<h1><code>${name}</code></h1>
    <p class="lead">${s.participant.name}, ${s.assignment.title}, <code>${s.sha.slice(0, 7)}</code> · ${describe(lines, own, given.has(file))}</p>
    ${ways(page, inOrder({ files, given, said }))}
    <section class="code">${lines ? shown(page, lines, own) : html`<p>It is no text, so it is not shown.</p>`}</section>`;
  const trail = [
    { href: `/courses/${s.course.slug}`, label: s.course.title },
    { href: `/submissions/${s.id}`, label: title },
    { href: fileAddress(s.id, file), label: name },
  ];
  return { title: `${name}: ${title}`, trail, body };
}

function shown(page: FilePage, lines: readonly string[], said: readonly Said[]): HtmlSafeString {
  const { submissionId, file, line, mayMark } = page;
  let signs = 0;
  const fit = lines.slice(0, room.lines).filter((text) => {
    signs += Math.min(text.length, width);
    return signs <= room.signs;
  });
  const hrefOf = mayMark ? (n: number) => fileAddress(submissionId, file, n) : undefined;
  const below = mayMark && line ? { line, content: lineForm(submissionId, file, line) } : undefined;
  return html`${lineTable({ file, lines: fit, said, width, hrefOf, below })}
    ${fit.length < lines.length ? html`<p class="quiet">And ${lines.length - fit.length} more lines.</p>` : ''}
    ${mayMark ? anyLineForm(submissionId, file, lines.length) : ''}`;
}

function ways({ submissionId, file }: FilePage, paths: readonly string[]): HtmlSafeString {
  const at = paths.indexOf(file);
  const way = (to: string | undefined, word: string) =>
    to === undefined
      ? ''
      : html` · <a href="${fileAddress(submissionId, to)}">${word}: <code>${visible(to, 100)}</code></a>`;
  return html`<p class="ways"><a href="/submissions/${submissionId}#code">All files</a>${way(at > 0 ? paths[at - 1] : undefined, 'before')}${way(paths[at + 1], 'next')}</p>`;
}
