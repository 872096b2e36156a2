/** One submission through the real grading core and real containers. */

import type { Assignment } from '#services/classroom/assignment/document.ts';
import { automatic } from '#services/classroom/assignment/manual.ts';
import { scoreOf } from '#services/classroom/score.ts';
import type { Store } from '#services/classroom/trees.ts';
import { type FileTree, treeDigest } from '#services/classroom/trees.ts';
import { canariesOf } from '#workers/grading/canaries/planted.ts';
import { canariesIn } from '#workers/grading/canaries/search.ts';
import { grade } from '#workers/grading/grade.ts';
import type { GradedRun } from '#workers/grading/graded-run.ts';
import type { Preparations } from '#workers/grading/prepare.ts';
import { seedOf } from '#workers/grading/seed.ts';
import type { Images } from '#workers/sandbox/images.ts';
import type { Sandbox } from '#workers/sandbox/sandbox.ts';
import { lively } from '../look/inert.ts';
import { type Seen, seenOf, textsOf } from '../look/visible.ts';
import { NOTHING, type Outcome, WENT_OFF } from './outcome.ts';

/** Where runs take place. */
export interface Ground {
  readonly sandbox: Sandbox;
  readonly images: Images;
  readonly store: Store;
  readonly preparations: Preparations;
  /** No student may see one of them. */
  readonly canaries: readonly string[];
  readonly signal: AbortSignal;
  /** Whether all hidden tests are linked with the student's code, whatever the assignment's lock says. */
  readonly shared: boolean;
}

const NONE: ReadonlyMap<string, readonly string[]> = new Map();

export async function gradeTree(ground: Ground, assignment: Assignment, submitted: FileTree): Promise<Outcome> {
  const begin = performance.now();
  const seed = seedOf('attacks', assignment.judging, treeDigest(submitted));
  const raw = eavesdropper(ground.sandbox);
  try {
    const sealed = ground.shared ? NONE : assignment.lock.sealed;
    const run = await grade({ ...ground, sandbox: raw.sandbox, assignment, submitted, seed, sealed });
    return { ...outcomeOf(ground, assignment, run, submitted), wentOff: raw.heard(), seconds: since(begin) };
  } catch (error) {
    if (ground.signal.aborted) throw error;
    return { ...NOTHING, trouble: (error as Error).message.slice(0, 300), seconds: since(begin) };
  }
}

function outcomeOf(ground: Ground, assignment: Assignment, run: GradedRun, submitted: FileTree): Outcome {
  const credits = run.criteria.map(({ name, judgement }) => ({ name, credit: judgement?.credit ?? 0 }));
  const { score, maxScore } = scoreOf(automatic(assignment.document.rubric), credits);
  const judgements = run.criteria.flatMap(({ judgement }) => judgement ?? []);
  const findings = [...run.workspaceFindings, ...judgements.flatMap((one) => one.findings)];
  const cases = judgements.flatMap((one) => one.cases);
  const seen = seenOf(assignment, run);
  return {
    ...NOTHING,
    points: score,
    max: maxScore,
    endings: [...new Set(judgements.flatMap(({ ending }) => (ending && ending !== 'exited' ? [ending] : [])))],
    rules: [...new Set(findings.map(({ rule }) => rule))],
    tampering: run.integrity.tampering,
    says: [...judgements.map((j) => j.summary), ...cases.map((c) => c.cause ?? ''), ...findings.map(inWords)].join(
      '\n',
    ),
    canaries: canariesIn(textsOf(seen), [...ground.canaries, ...Object.values(canariesOf(run.versions.seed))]),
    lively: lively(withCode(assignment, run, submitted, seen)),
  };
}

/** The page shows the student's own code as well: it must stay text there. */
function withCode(assignment: Assignment, run: GradedRun, submitted: FileTree, seen: Seen): Seen {
  const small = [...submitted].slice(0, 50).filter(([, content]) => content.byteLength < 100_000);
  return { ...seen, html: seenOf(assignment, run, new Map(small)).html };
}

function inWords({ rule, file, message }: { rule: string; file: string; message: string }): string {
  return `${rule} ${file} ${message}`;
}

/** Listens to what processes print, of which students see little. */
function eavesdropper(sandbox: Sandbox): { readonly sandbox: Sandbox; heard(): boolean } {
  let heard = false;
  const execute: Sandbox['execute'] = async (command, signal) => {
    const execution = await sandbox.execute(command, signal);
    if (command.profile === 'run') {
      const processes = [...execution.entries].filter(([path]) => path.endsWith('.json'));
      heard ||= processes.some(([, content]) => content.includes(WENT_OFF));
    }
    return execution;
  };
  return { sandbox: { execute }, heard: () => heard };
}

export function since(begin: number): number {
  return Math.round((performance.now() - begin) / 100) / 10;
}
