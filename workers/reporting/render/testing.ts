import type { Judgement } from '#graders/check.ts';
import type { Criterion } from '#services/classroom/assignment/document.ts';
import type { RunResult } from '#services/classroom/results/run.ts';
import type { SubmissionResult } from '#services/classroom/results/submission.ts';
import { scoreOf } from '#services/classroom/score.ts';

/** A criterion and what was found, with everything unimportant filled in. */
export interface Sample {
  readonly criterion?: Partial<Criterion>;
  readonly judgement?: Partial<Judgement>;
}

/** A graded run made of samples, scored as in production. */
export function runOf(samples: readonly Sample[], more: Partial<RunResult> = {}): RunResult {
  const rubric = samples.map((sample, i): Criterion => {
    const base = {
      name: `c${i}`,
      title: `Criterion ${i}`,
      check: 'tests',
      state: 'judged',
      points: 10,
      penalty: 0,
    } as const;
    return { ...base, gate: false, visibility: 'visible', options: {}, ...sample.criterion };
  });
  const judgements = samples.map((sample): Judgement => {
    return { credit: 1, summary: 'fine', cases: [], findings: [], tampering: [], evidence: {}, ...sample.judgement };
  });
  const score = scoreOf(
    rubric,
    rubric.map((c, i) => ({ name: c.name, credit: judgements[i]?.credit ?? 0 })),
  );
  const at = new Date('2026-11-20T22:57:41Z');
  return {
    ...{ id: 7, state: 'done', cause: 'hand-in', phase: undefined, createdAt: at, startedAt: at, finishedAt: at },
    ...{
      timings: {},
      versions: {},
      seed: undefined,
      mode: 'shared',
      tampering: [],
      findings: [],
      error: undefined,
      score,
    },
    criteria: rubric.map((criterion, i) => ({ criterion, scored: score.criteria[i]!, judgement: judgements[i] })),
    ...more,
  };
}

/** A submission around a run. */
export function submissionOf(run: RunResult | undefined, more: Partial<SubmissionResult> = {}): SubmissionResult {
  const receivedAt = new Date('2026-11-20T22:57:41Z');
  const handIn = {
    cause: 'push',
    branch: 'main',
    tag: null,
    pullNumber: null,
    official: true,
    receivedAt,
    proof: null,
    senderLogin: 'student',
  };
  return {
    ...{
      id: 3,
      sha: 'a'.repeat(40),
      tree: undefined,
      unavailable: undefined,
      purgedAt: undefined,
      attempt: 2,
      runs: [],
      state: { state: 'done' },
      run,
    },
    repository: { id: 1, owner: 'school', name: 'gradebook-student' },
    course: { slug: 'go', title: 'Go', timeZone: 'Europe/Berlin' },
    assignment: { id: 1, slug: 'gradebook', title: 'Gradebook' },
    participant: { id: 1, name: 'student' },
    handIns: [handIn],
    ...more,
  };
}
