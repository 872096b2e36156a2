import { describe, expect, it } from 'vitest';
import type { Finding } from '#graders/check.ts';
import { checkRunReport, ignoredReport } from './check-run.ts';
import { runOf, submissionOf } from './testing.ts';

const page = 'https://pushmark.example/submissions/3?run=7';
const finding: Finding = { rule: 'race', level: 'error', file: 'book/book.go', line: 4, message: 'data race' };

describe('the check run of a graded run', () => {
  it('succeeds with the score in its title when nothing was lost', () => {
    const report = checkRunReport(submissionOf(runOf([{}, {}])), page);
    expect(report).toMatchObject({ status: 'completed', conclusion: 'success', title: '20 of 20 points' });
  });

  it('fails when points were lost, and says practice where it does not count', () => {
    const report = checkRunReport(submissionOf(runOf([{ judgement: { credit: 0.5 } }]), { attempt: undefined }), page);
    expect(report).toMatchObject({ conclusion: 'failure', title: '5 of 10 points (practice)' });
  });

  it('says first that it does not count, why, and what mends it', () => {
    const not = { reason: 'after-cutoff', words: 'It came after the cut-off.', mend: 'Ask your teacher.' } as const;
    const report = checkRunReport(submissionOf(runOf([{}])), page, { not, daysLate: 3 });
    expect(report.title).toBe('10 of 10 points (does not count)');
    expect(report.summary).toMatch(/^\*\*It does not count.\*\* It came after the cut-off. Ask your teacher.\n/);
  });

  it('says that it is late', () => {
    const report = checkRunReport(submissionOf(runOf([{}])), page, { not: undefined, daysLate: 2 });
    expect(report).toMatchObject({ title: '10 of 10 points (late)', summary: expect.stringContaining('day 2 after') });
  });

  it('annotates findings of visible criteria only, errors first, 150 at most', () => {
    const notes = Array.from({ length: 200 }, (_, i): Finding => ({ ...finding, level: 'note', line: i + 1 }));
    const hidden = {
      criterion: { visibility: 'hidden' as const },
      judgement: { findings: [{ ...finding, file: 'secret.go' }] },
    };
    const run = runOf([{ judgement: { findings: notes } }, { judgement: { findings: [finding] } }, hidden]);
    const { annotations } = checkRunReport(submissionOf(run), page);
    expect(annotations).toHaveLength(150);
    expect(annotations[0]).toMatchObject({
      annotation_level: 'failure',
      path: 'book/book.go',
      start_line: 4,
      end_line: 4,
    });
    expect(annotations.some((a) => a.path === 'secret.go')).toBe(false);
  });

  it('never names a hidden case, its output or its hint', () => {
    const hidden = {
      name: 'book.TestSecret',
      verdict: 'fail',
      weight: 1,
      visibility: 'hidden',
      cause: 'secret cause',
      output: 'secret output',
    } as const;
    const { summary } = checkRunReport(
      submissionOf(runOf([{ judgement: { credit: 0, summary: '0 of 1', cases: [hidden] } }])),
      page,
    );
    expect(summary).not.toMatch(/secret/i);
  });

  it('puts a line of 0 on the first line, since GitHub knows no other', () => {
    const run = runOf([{ judgement: { findings: [{ ...finding, line: 0 }] } }]);
    expect(checkRunReport(submissionOf(run), page).annotations[0]?.start_line).toBe(1);
  });

  it('stays within what GitHub takes, whatever was printed', () => {
    const loud = {
      name: 'x'.repeat(5000),
      verdict: 'fail',
      weight: 1,
      visibility: 'visible',
      output: '`@all`\n'.repeat(90_000),
    } as const;
    const run = runOf(
      Array(40).fill({ judgement: { credit: 0, summary: '|'.repeat(9000), cases: Array(12).fill(loud) } }),
    );
    expect(checkRunReport(submissionOf(run), page).summary.length).toBeLessThanOrEqual(65_535);
  });

  it('says neutrally that the evidence contradicts itself', () => {
    const { summary } = checkRunReport(submissionOf(runOf([{}], { tampering: ['exit 0 without completion'] })), page);
    expect(summary).toContain('until a teacher has looked');
  });
});

describe('the check run of a run that is not graded', () => {
  it('shows the first results while the rest is to come', () => {
    const halfway = submissionOf(runOf([{}], { state: 'queued', score: undefined }), {
      state: { state: 'queued', place: 3, estimateSeconds: 40, halfway: true },
    });
    const report = checkRunReport(halfway, page);
    expect(report).toMatchObject({ status: 'in_progress', annotations: [] });
    expect(report.title).toBe('First results, the rest follows: place 3, about 40 s');
    expect(report.summary).toContain('| criterion | points | why |');
  });

  it('is a receipt with time and place while it waits', () => {
    const waiting = submissionOf(runOf([], { state: 'queued', score: undefined }), {
      state: { state: 'queued', place: 12, estimateSeconds: 110 },
    });
    expect(checkRunReport(waiting, page)).toMatchObject({
      status: 'queued',
      title: 'Received 23:57:41, place 12, about 2 min',
    });
  });

  it('says what holds it up while it is tried again, also when it was given up before', () => {
    const again = submissionOf(runOf([], { state: 'queued', score: undefined }), {
      unavailable: 'The repository is gone.',
      state: { state: 'queued', trouble: 'The commit could not be fetched from GitHub.', retryAt: new Date() },
    });
    const report = checkRunReport(again, page);
    expect(report).toMatchObject({ status: 'queued', title: 'Received 23:57:41, waiting' });
    expect(report.summary).toContain(
      'could not be fetched from GitHub. It is our trouble and costs nothing; it is tried again',
    );
    expect(report.summary).not.toContain('gone');
  });

  it('is neutral and says that it is our trouble when it failed', () => {
    const failed = submissionOf(runOf([], { state: 'errored', score: undefined, error: 'Docker was away.' }));
    const report = checkRunReport(failed, page);
    expect(report).toMatchObject({ conclusion: 'neutral', title: 'Not graded: trouble on our side' });
    expect(report.summary).toContain('costs no points');
  });

  it('is neutral when the commit is gone, and when the push does not count', () => {
    const gone = submissionOf(runOf([], { state: 'unavailable', score: undefined }), {
      unavailable: 'the branch was rewritten',
    });
    expect(checkRunReport(gone, page)).toMatchObject({
      conclusion: 'neutral',
      title: 'Not graded: its files cannot be had',
    });
    expect(ignoredReport('It was pushed to another branch', 'Push to main.')).toMatchObject({
      ...{ status: 'completed', conclusion: 'neutral', summary: 'Push to main.' },
    });
  });
});
