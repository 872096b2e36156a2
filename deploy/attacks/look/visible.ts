/** Everything of a run that a student can see, as texts: on the terminal, in JSON, on GitHub, on the page. */

import type { Assignment } from '#services/classroom/assignment/document.ts';
import type { RunResult } from '#services/classroom/results/run.ts';
import { seenBy } from '#services/classroom/results/seen.ts';
import { scoreOf } from '#services/classroom/score.ts';
import type { FileTree } from '#services/classroom/trees.ts';
import { submissionPage } from '#services/gradebook/pages/submission.ts';
import { renderResult } from '#workers/cli/render.ts';
import { resultOf } from '#workers/cli/result.ts';
import type { GradedRun } from '#workers/grading/graded-run.ts';
import { checkRunReport } from '#workers/reporting/render/check-run.ts';
import { commentReport } from '#workers/reporting/render/comment.ts';
import { runOf, submissionOf } from '#workers/reporting/render/testing.ts';

export interface Seen {
  /** The document of `pushmark grade --json` and every visible judgement as it is stored. */
  readonly json: string;
  readonly terminal: string;
  readonly comment: string;
  readonly checkRun: { readonly title: string; readonly summary: string; readonly annotations: string };
  readonly html: string;
}

const page = { attempts: [], githubUrl: 'https://github.com', requests: [], remarks: [], mayAsk: true, mayMark: false };
const PAGE = 'https://pushmark.example/submissions/3';

export function seenOf(assignment: Assignment, run: GradedRun, files?: FileTree): Seen {
  const judgements = run.criteria.map(({ judgement }) => judgement);
  const json = JSON.stringify([resultOf(assignment, run), judgements, run.workspaceFindings]);
  const terminal = renderResult(assignment, run, (_format, text) => text);
  return { json, terminal, ...shownOf(resultRow(assignment, run), files) };
}

/** What is shown of a stored run to its student. */
export function shownOf(run: RunResult, files?: FileTree): Omit<Seen, 'json' | 'terminal'> {
  const submission = submissionOf(seenBy(run, { viewer: 'participant', now: new Date(), due: undefined }));
  const report = checkRunReport(submission, PAGE);
  return {
    comment: commentReport({ submission, previousScore: undefined, pageUrl: PAGE }),
    checkRun: { title: report.title, summary: report.summary, annotations: JSON.stringify(report.annotations) },
    html: String(submissionPage({ ...page, submission, files }).body),
  };
}

/** A graded run as the database gives it back. */
function resultRow({ document }: Assignment, run: GradedRun): RunResult {
  const credits = run.criteria.map(({ name, judgement }) => ({ name, credit: judgement?.credit ?? 0 }));
  const score = scoreOf(document.rubric, credits);
  const criteria = document.rubric.map((criterion, i) => {
    return { criterion, scored: score.criteria[i]!, judgement: run.criteria[i]?.judgement };
  });
  const { tampering } = run.integrity;
  return runOf([], { criteria, score, tampering, findings: run.workspaceFindings });
}

export function textsOf(seen: Seen): string {
  return [seen.json, seen.terminal, seen.comment, ...Object.values(seen.checkRun), seen.html].join('\n');
}
