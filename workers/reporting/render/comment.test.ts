import { describe, expect, it } from 'vitest';
import { commentReport } from './comment.ts';
import { runOf, submissionOf } from './testing.ts';

const pageUrl = 'https://pushmark.example/submissions/3';

function commentOf(run = runOf([{ judgement: { credit: 0.5 } }]), previousScore?: number) {
  return commentReport({ submission: submissionOf(run), previousScore, pageUrl });
}

describe('the comment on the pull request', () => {
  it('says score, attempt and change since the last', () => {
    const body = commentOf(undefined, 2);
    expect(body).toContain('## Gradebook: 5 of 10 points');
    expect(body).toContain('Attempt 2 · commit `aaaaaaa` (+3 since the attempt before)');
  });

  it('says that it is late', () => {
    const standing = { not: undefined, daysLate: 1 };
    const body = commentReport({ submission: submissionOf(runOf([{}])), previousScore: undefined, standing, pageUrl });
    expect(body).toContain('**Late:** day 1 after the due date.');
  });

  it('shows input, got, want, hint and how to repeat a failure', () => {
    const failed = {
      name: 'book.TestTop/more',
      verdict: 'fail',
      weight: 1,
      visibility: 'visible',
      cause: 'Top(3) = [], want [1]',
    } as const;
    const values = {
      input: 'Top(3)',
      got: '[]',
      want: '[1]',
      hint: 'Limit n first.',
      reproduce: "go test ./book -run '^TestTop$'",
    };
    const body = commentOf(runOf([{ judgement: { credit: 0, cases: [{ ...failed, ...values }] } }]));
    for (const text of [
      '- input `Top(3)`',
      '- got `[]`',
      '- want `[1]`',
      '> Limit n first.',
      "go test ./book -run '^TestTop$'",
    ]) {
      expect(body).toContain(text);
    }
  });

  it('says that a test was dropped, and shows it no more among what lost points', () => {
    const dropped = { name: 'TestTop', verdict: 'fail', weight: 0, visibility: 'visible', dropped: 'unclear' } as const;
    const run = runOf([{ judgement: { summary: '1 of 2 tests passed', cases: [dropped] } }]);
    const body = commentOf({ ...run, criteria: run.criteria.map((one) => ({ ...one, dropped: 1 })) });
    expect(body).toContain('`1 of 2 tests passed`; one test was dropped and counts for nobody');
    expect(body).not.toContain('TestTop');
  });

  it('is empty before anything is graded, so that nothing is written', () => {
    expect(commentReport({ submission: submissionOf(undefined), previousScore: undefined, pageUrl })).toBe('');
  });

  it('says that the page counts, because others can edit it', () => {
    expect(commentOf()).toContain(`(${pageUrl})`);
    expect(commentOf()).toContain('the page counts');
  });
});
