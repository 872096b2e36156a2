import { expect, test } from 'vitest';
import { lively } from '#deploy/attacks/look/inert.ts';
import { HOSTILE, HUGE, unseenIn } from '#services/platform/testing/hostile.ts';
import { checkRunReport, ignoredReport } from './check-run.ts';
import { commentReport } from './comment.ts';
import { runOf, submissionOf } from './testing.ts';

const pageUrl = 'https://pushmark.example/submissions/3';

/** A submission in which everything that a student, a teacher or GitHub named is this text. */
function filledWith(text: string) {
  const shown = { name: text, verdict: 'fail', weight: 1, visibility: 'visible' } as const;
  const values = { ...shown, input: text, got: text, want: text, hint: text, reproduce: text };
  const printed = { ...shown, cause: text, output: text };
  const finding = { rule: text, level: 'error', file: `${text}.go`, line: 1, message: text, detail: text } as const;
  const judgement = { credit: 0.5, summary: text, cases: [values, printed], findings: [finding] };
  const run = runOf([{ criterion: { title: text }, judgement }], { tampering: [text], findings: [finding] });
  return submissionOf(run, {
    assignment: { id: 1, slug: 'x', title: text },
    repository: { id: 1, owner: 'school', name: text },
    participant: { id: 1, name: text },
  });
}

test.each([...HOSTILE, ...HUGE])('$name is inert in the comment and in the check run', ({ text }) => {
  const submission = filledWith(text);
  const report = checkRunReport(submission, pageUrl);
  const checkRun = { title: report.title, summary: report.summary, annotations: JSON.stringify(report.annotations) };
  const comment = commentReport({ submission, previousScore: undefined, pageUrl });
  expect(lively({ comment, checkRun, html: '' })).toEqual([]);
});

test.each([...HOSTILE, ...HUGE])('$name is inert where a push is not graded', ({ text }) => {
  const unavailable = checkRunReport(submissionOf(undefined, { unavailable: text }), pageUrl);
  const errored = checkRunReport(submissionOf(runOf([], { state: 'errored', error: text })), pageUrl);
  for (const report of [ignoredReport(text, text), unavailable, errored]) {
    // GitHub shows a title as plain text.
    expect(unseenIn(report.title)).toEqual([]);
    const checkRun = { title: '', summary: report.summary, annotations: '[]' };
    expect(lively({ comment: '', checkRun, html: '' })).toEqual([]);
  }
});
