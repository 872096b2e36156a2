import type { Finding } from '#graders/check.ts';
import type { Evidence } from '#services/classroom/runs/evidence.ts';
import type { GradedRun } from '../grading/graded-run.ts';

/** What is kept of a graded run. `findings` are about the commit, before there was a workspace. */
export function evidenceOf(graded: GradedRun, findings: readonly Finding[], fetchMs: number): Evidence {
  const { criteria, workspaceFindings, integrity, versions, timings } = graded;
  return {
    criteria: criteria.map(({ name, check, state, judgement }) => ({ name, check, state, judgement })),
    findings: [...findings, ...workspaceFindings],
    mode: integrity.mode,
    tampering: integrity.tampering,
    seed: versions.seed,
    versions: { ...versions },
    timings: { fetch: fetchMs, ...timings },
  };
}
