import { type HtmlSafeString, html } from '@prairielearn/html';
import type { ChangedCase, ChangedFile } from '#services/classroom/gradebook/compare.ts';
import type { SubmissionResult } from '#services/classroom/results/submission.ts';
import { visible } from '#services/platform/text.ts';
import type { Page } from '../layout.ts';
import { ordinal, points } from '../words.ts';

export interface Comparison {
  readonly before: SubmissionResult;
  readonly after: SubmissionResult;
  /** Undefined: the files of one of them are not here. */
  readonly files: readonly ChangedFile[] | undefined;
  readonly cases: readonly ChangedCase[];
}

const [shownFiles, shownLines, longestLine] = [40, 1500, 300] as const;

/** What became other between two attempts: results first, then the code. */
export function comparePage({ before, after, files, cases }: Comparison): Page {
  const { course, assignment, participant } = after;
  const body = html`<h1>${assignment.title}: what changed</h1>
    <p class="lead">${participant.name}: from ${attempt(before)} to ${attempt(after)}.</p>
    <section><h2>Cases</h2>${cases.length === 0 ? html`<p>All came out alike.</p>` : caseTable(cases)}</section>
    <section class="code"><h2>Code</h2>${code(files)}</section>`;
  const trail = [
    { href: `/courses/${course.slug}`, label: course.title },
    { href: `/submissions/${after.id}`, label: `${assignment.title}: ${participant.name}` },
  ];
  return { title: `${assignment.title}: what changed`, trail, body };
}

function attempt({ id, sha, attempt: number, run }: SubmissionResult): HtmlSafeString {
  const score = run?.score;
  return html`<a href="/submissions/${id}">${number ? `the ${ordinal(number)} attempt` : 'practice'}
    <code>${sha.slice(0, 7)}</code></a>${score ? ` (${points(score.score)} of ${points(score.maxScore)})` : ''}`;
}

function caseTable(cases: readonly ChangedCase[]): HtmlSafeString {
  const word = (verdict: string | undefined) =>
    html`<span class="chip ${verdict ?? ''}">${verdict ?? 'not there'}</span>`;
  return html`<div class="scroll" role="region" aria-label="Cases that changed" tabindex="0"><table><thead><tr>
    <th scope="col">Case</th><th scope="col">Before</th><th scope="col">After</th></tr></thead><tbody>${cases
      .slice(0, 500)
      .map(
        (one) => html`<tr><th scope="row"><code>${visible(one.name, 200)}</code></th><td>${word(one.before)}</td>
          <td>${word(one.after)}</td></tr>`,
      )}</tbody></table></div>`;
}

function code(files: Comparison['files']): HtmlSafeString {
  if (!files) return html`<p>The files of one of them are not here.</p>`;
  if (files.length === 0) return html`<p>The same in every file.</p>`;
  let left: number = shownLines;
  return html`${files.slice(0, shownFiles).map(({ path, hunks, why }) => {
    const rows = hunks.flatMap(({ newStart, lines }) => [`@@ line ${newStart}`, ...lines]).slice(0, Math.max(0, left));
    left -= rows.length;
    const note = why ?? (rows.length === 0 ? 'too much to be shown' : undefined);
    return html`<h3><code>${visible(path, 200)}</code></h3>${
      note
        ? html`<p class="quiet">${note}</p>`
        : html`<pre class="patch" tabindex="0" aria-label="Changes of ${visible(path, 200)}">${rows.map(row)}</pre>`
    }`;
  })}${files.length > shownFiles ? html`<p class="quiet">And ${files.length - shownFiles} more files.</p>` : ''}`;
}

function row(line: string): HtmlSafeString {
  const text = `${visible(line, longestLine)}\n`;
  if (line.startsWith('+')) return html`<ins>${text}</ins>`;
  if (line.startsWith('-')) return html`<del>${text}</del>`;
  return line.startsWith('@@') ? html`<b>${text}</b>` : html`${text}`;
}
