/** Texts of a student's at every place of a result where one can stand, through the renderers. No container. */
import type { Case, Finding, Judgement } from '#graders/check.ts';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import type { GradedRun } from '#workers/grading/graded-run.ts';
import type { Case as AttackCase } from '../corpus/read.ts';
import type { ShownText } from '../corpus/schema.ts';
import { lively } from '../look/inert.ts';
import { seenOf } from '../look/visible.ts';
import { since } from './grading.ts';
import { NOTHING, type Outcome } from './outcome.ts';

export function show(one: AttackCase, assignment: Assignment): Outcome {
  const begin = performance.now();
  const run = runWith(assignment, one.head.shown ?? []);
  const files = new Map([...one.files].map(([path, text]) => [path, Buffer.from(text)] as const));
  return { ...NOTHING, lively: lively(seenOf(assignment, run, files)), seconds: since(begin) };
}

const CASE: Case = { name: 'tally.TestTop', verdict: 'fail', weight: 1, visibility: 'visible', cause: 'it failed' };
const FINDING: Finding = { rule: 'panic', level: 'error', file: 'tally/tally.go', line: 1, message: 'panic' };

function runWith(assignment: Assignment, texts: readonly ShownText[]): GradedRun {
  const judgement = texts.reduce(placed, {
    ...{ credit: 0, summary: 'no test passed', cases: [CASE], findings: [FINDING], tampering: [], evidence: {} },
  } as Judgement);
  const criteria = assignment.document.rubric.map(({ name, check, points }) => {
    const own = points > 0 ? judgement : { ...judgement, credit: 1, cases: [], findings: [] };
    return { name, check, state: 'judged' as const, judgement: own };
  });
  return {
    criteria,
    workspaceFindings: judgement.findings,
    integrity: { mode: 'shared', tampering: [] },
    versions: { go: 'go1.26', image: '', assignment: assignment.judging, seed: '0', policy: '' },
    ...{ timings: {}, cpuMs: 0 },
  } as GradedRun;
}

function placed(judgement: Judgement, { at, text, times = 1 }: ShownText): Judgement {
  const value = text.repeat(times);
  const cases = judgement.cases.map((one) => ({ ...one, [at]: value }));
  const findings = judgement.findings.map((one) => ({ ...one, [at]: value }));
  switch (at) {
    case 'summary':
      return { ...judgement, summary: value };
    case 'message':
    case 'file':
    case 'detail':
    case 'rule':
      return { ...judgement, findings };
    case 'got':
      return { ...judgement, cases: cases.map((one) => ({ ...one, got: value, want: one.want ?? '[]' })) };
    default:
      return { ...judgement, cases };
  }
}
