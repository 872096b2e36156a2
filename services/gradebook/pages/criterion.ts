import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Mark } from '#services/classroom/results/marks.ts';
import type { Case, CriterionOutcome, Finding } from '#services/classroom/results/run.ts';
import { droppedWords } from '#services/classroom/weighing.ts';
import { visible } from '#services/platform/text.ts';
import { duration, points } from './words.ts';

const shownPasses = 200;

/**
 * One row of the rubric: points, why, its cases and findings. Open where something was lost. `page`: the address of the
 * page that has the code; empty: this one.
 */
export function criterionSection(outcome: CriterionOutcome, page = ''): HtmlSafeString {
  const { criterion, scored, judgement } = outcome;
  const lost = hasLost(outcome);
  const mark =
    scored.state === 'judged' ? (lost ? 'lost' : 'full') : scored.state === 'unmarked' ? 'pending' : scored.state;
  return html`<details class="criterion ${mark}" ${lost ? html`open` : ''}>
    <summary><span class="name">${criterion.title}</span><span class="check">${criterion.check}</span>
      <span class="why">${[reason(outcome), droppedWords(outcome.dropped), keptWords(outcome)].filter(Boolean).join('; ')}</span><span class="points">${worth(outcome)}</span></summary>
    <div class="inside">
      ${outcome.mark ? markText(outcome.mark) : ''}
      ${judgement?.tampering.map((text) => html`<p class="chip marked">${visible(text, 500)}</p>`)}
      ${judgement ? caseList(judgement.cases) : ''}
      ${judgement ? findingList(judgement.findings, page) : ''}
      ${hidden(outcome)}
      ${judgement && judgement.cases.length + judgement.findings.length === 0 && !outcome.hiddenCases ? html`<p class="quiet">Nothing more to say.</p>` : ''}
    </div>
  </details>`;
}

/** Whether it has earned less than it could. */
export function hasLost({ scored }: CriterionOutcome): boolean {
  return scored.state === 'judged' && scored.credit < 1;
}

/** What a student is told of cases that it must not see. */
function hidden({ hiddenCases = 0, hints = [] }: CriterionOutcome): HtmlSafeString {
  if (hiddenCases === 0) return html``;
  return html`<p class="quiet">${hiddenCases === 1 ? 'One case is hidden.' : `${hiddenCases} cases are hidden.`}</p>
    ${hints.map((hint) => html`<p class="hint">${visible(hint, 2000)}</p>`)}`;
}

/** Where only another criterion was judged again. */
export function keptWords({ keptRun }: CriterionOutcome): string {
  return keptRun === undefined ? '' : `judged by run ${keptRun}`;
}

function markText({ comment, markedBy }: Mark): HtmlSafeString {
  return html`<p>${visible(comment, 4000)} <small>marked by ${markedBy}</small></p>`;
}

function reason({ scored, judgement, mark }: CriterionOutcome): string {
  if (scored.state === 'unmarked') return 'a person marks this';
  if (mark) return 'marked by a person';
  if (scored.state === 'pending') return 'its check is not built yet; outside the maximum';
  if (scored.state === 'unreached') return 'not reached';
  return visible(judgement?.summary ?? '', 500);
}

/** What it earned, in few words. */
export function worth({ criterion, scored }: CriterionOutcome): string {
  if (scored.state === 'pending') return `(${points(criterion.points)})`;
  if (scored.state === 'unmarked') return `– / ${points(criterion.points)}`;
  if (criterion.penalty > 0) return scored.points < 0 ? `−${points(-scored.points)}` : 'no penalty';
  if (criterion.points === 0) return scored.credit > 0 ? 'met' : 'not met';
  return `${points(scored.points)} / ${points(criterion.points)}`;
}

function caseList(cases: readonly Case[]): HtmlSafeString {
  const failed = cases.filter((c) => c.verdict !== 'pass' && c.dropped === undefined);
  const passed = cases.filter((c) => c.verdict === 'pass' && c.dropped === undefined);
  const dropped = cases.filter((c) => c.dropped !== undefined);
  return html`${failed.map(failedCase)}${dropped.map(droppedCase)}
    ${
      passed.length > 0
        ? html`<details class="passes"><summary>${passed.length} passed</summary><ul>${passed
            .slice(0, shownPasses)
            .map(
              (c) =>
                html`<li><code>${visible(c.name, 300)}</code>${flakyChip(c)}${c.wallMs === undefined ? '' : html` <small>${duration(c.wallMs)}</small>`}</li>`,
            )}${
            passed.length > shownPasses ? html`<li>and ${passed.length - shownPasses} more</li>` : ''
          }</ul></details>`
        : ''
    }`;
}

/** It counts for nobody, so nobody need know how it came out. */
function droppedCase({ name, dropped = '' }: Case): HtmlSafeString {
  return html`<article class="case">
    <h3><span class="chip">dropped</span> <code>${visible(name, 300)}</code></h3>
    <p>It counts for nobody: ${visible(dropped, 500)}</p>
  </article>`;
}

function failedCase(c: Case): HtmlSafeString {
  return html`<article class="case">
    <h3><span class="chip ${c.verdict}">${c.verdict}</span> <code>${visible(c.name, 300)}</code>${flakyChip(c)}${
      c.visibility === 'visible'
        ? ''
        : html` <span class="chip">${c.visibility === 'hidden' ? 'hidden from students' : 'shown after the due date'}</span>`
    }</h3>
    ${c.cause && !repeats(c) ? html`<p>${visible(c.cause, 500)}</p>` : ''}
    ${c.hint ? html`<p class="hint">${visible(c.hint, 2000)}</p>` : ''}
    ${
      c.got === undefined
        ? ''
        : html`<dl class="values">${c.input === undefined ? '' : html`<div><dt>input</dt><dd><code>${visible(c.input, 2000)}</code></dd></div>`}
      <div><dt>got</dt><dd><code>${visible(c.got, 4000)}</code></dd></div><div><dt>want</dt><dd><code>${visible(c.want ?? '', 4000)}</code></dd></div></dl>`
    }
    ${c.output && !told(c) ? html`<pre tabindex="0">${visible(c.output, 20000)}</pre>` : ''}
    ${c.reproduce ? html`<p class="reproduce"><code>${visible(c.reproduce, 500)}</code></p>` : ''}
  </article>`;
}

function flakyChip({ flaky }: Case): HtmlSafeString {
  return flaky ? html` <span class="chip flaky">flaky</span>` : html``;
}

/** Whether the cause says no more than input, got and want do. */
function repeats({ cause = '', input = '', got, want }: Case): boolean {
  const words = (text: string) => text.replace(/\s+/g, ' ').trim();
  return got !== undefined && want !== undefined && words(cause) === words(`${input} = ${got}, want ${want}`);
}

/** Whether the log says no more than what is shown already. */
function told({ output = '', cause = '', got }: Case): boolean {
  return got !== undefined || (cause !== '' && output.includes(cause) && !output.trim().includes('\n'));
}

function findingList(findings: readonly Finding[], page: string): HtmlSafeString {
  if (findings.length === 0) return html``;
  return html`<ul class="findings">${findings.map(
    (
      f,
    ) => html`<li><span class="chip ${f.level}">${f.level}</span> <a href="${page}#${anchor(f.file, f.line)}"><code>${f.file}${f.line > 0 ? `:${f.line}` : ''}</code></a>
      ${visible(f.message, 2000)}${f.detail ? html`<details><summary>more</summary><pre tabindex="0">${visible(f.detail, 20000)}</pre></details>` : ''}</li>`,
  )}</ul>`;
}

/** Where a line of the code view is found on the page. */
export function anchor(file: string, line: number): string {
  return `L-${encodeURIComponent(file)}-${line}`;
}
