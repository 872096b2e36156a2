/**
 * What an assignment version needs once, before its first submission: which cases the reference passes, and the
 * reference's own programs. Kept in the store under a name that changes with everything that it depends on.
 */
import type { Subject } from '#graders/check.ts';
import { programsOf } from '#graders/go/plan.ts';
import type { CompileOutcome, CompileStep } from '#graders/steps/compile.ts';
import type { RunStep } from '#graders/steps/run.ts';
import type { TestsStep } from '#graders/steps/tests.ts';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import type { Store } from '#services/classroom/trees.ts';
import { InfrastructureError } from '#services/platform/errors.ts';
import type { CompileAnswer } from './answers.ts';
import { compileAll, runAll, type Workshop } from './containers.ts';
import { mergePlans } from './merge.ts';
import { loadPrepared, type Prepared, preparedName, savePrepared } from './prepared.ts';
import { recorded, refuseUnbuilt } from './recording.ts';
import { type Checks, planRubric } from './rubric.ts';
import { sealedPrograms, sealedTrees, sealingOf, sealSteps, thoseBuilt, type WantedSealed } from './sealing.ts';
import { stepId } from './step-ids.ts';
import { subjectOf } from './subject.ts';
import { outsideTree, type TeacherSide } from './teacher.ts';
import { referenceTree } from './workspace.ts';

/** Preparations under way in this process, by name, so that concurrent runs of one assignment share one. */
export type Preparations = Map<string, Promise<Prepared>>;

export interface PrepareRequest {
  readonly assignment: Assignment;
  readonly side: TeacherSide;
  readonly checks: Checks;
  readonly store: Store;
  readonly shop: Workshop;
  readonly preparations: Preparations;
  readonly sealed: WantedSealed;
}

/** Throws InvalidInput when the reference does not build or fails its own hidden tests. */
export async function prepare(request: PrepareRequest): Promise<Prepared> {
  const name = preparedName(request.assignment.judging, request.shop.images, request.sealed);
  const kept = await loadPrepared(request.store, name);
  if (kept) return kept;
  const running = request.preparations.get(name);
  if (running) return running;
  const own = record(request).then(async (prepared) => {
    await savePrepared(request.store, name, prepared);
    return prepared;
  });
  request.preparations.set(name, own);
  try {
    return await own;
  } finally {
    request.preparations.delete(name);
  }
}

/** Steps of the reference alone; the version of Go is asked for with them. */
async function record(request: PrepareRequest): Promise<Prepared> {
  const { assignment, side, checks, shop } = request;
  const subject = subjectOf(assignment.document, side, [], []);
  const reference = referenceTree(side);
  const trees = { own: reference, judged: reference, reference, outside: outsideTree(side) };
  const merged = mergePlans(planRubric(assignment.document.rubric, checks, subject).map((p) => p.plan));
  const steps = new Map([...merged.compile].filter(([, step]) => isPrepared(step)));
  const recordings = new Map([...merged.run].filter(isRecording));
  const version = goVersionStep(subject);
  const seals = sealSteps(side, request.sealed, subject.limits.compileMs);

  const all = [...steps.values(), version, ...seals].map((step) => [stepId(step), step] as const);
  const compiled = await compileAll(shop, new Map(all), trees);
  for (const step of steps.values()) refuseUnbuilt(assignment, step, compiled);
  const input = { trees, programs: compiled.artifacts, seed: '0' };
  const ran = await runAll(shop, recordings, assignment.document.limits, input);
  const expected = recorded(assignment, recordings, ran);
  const made = seals.map((step) => sealingOf(side, step, request.sealed, compiled));
  const programs = sealedPrograms(subject, made);
  const built = await compileAll(shop, programs, sealedTrees(made, reference, reference));
  const later = planRubric(assignment.document.rubric, checks, subjectOf(assignment.document, side, [], expected));
  return {
    expected,
    compiled: joined(neededLater(compiled, steps, mergePlans(later.map((p) => p.plan)).run), built),
    sealings: thoseBuilt(subject, made, built),
    go: goVersion(compiled.outcomes.get(stepId(version))),
  };
}

function isRecording(entry: [string, RunStep]): entry is [string, TestsStep] {
  const [, step] = entry;
  return step.kind === 'tests' && step.tests === null;
}

/** Without a line of a student's. */
function isPrepared({ tree }: CompileStep): boolean {
  return tree === 'reference' || tree === 'outside';
}

/** Programs that only served to record are not needed again; what submissions are measured against is. */
function neededLater(
  compiled: CompileAnswer,
  steps: ReadonlyMap<string, CompileStep>,
  runs: ReadonlyMap<string, RunStep>,
): CompileAnswer {
  const later = [...runs].filter((run) => !isRecording(run)).flatMap(([, step]) => programsOf(step).map(stepId));
  const isKept = ([id]: readonly [string, unknown]) => steps.has(id) && later.includes(id);
  return {
    outcomes: new Map([...compiled.outcomes].filter(isKept)),
    artifacts: new Map([...compiled.artifacts].filter(isKept)),
    ending: 'exited',
  };
}

/** Both answers, the second one's ending. */
export function joined(first: CompileAnswer, second: CompileAnswer): CompileAnswer {
  return {
    outcomes: new Map([...first.outcomes, ...second.outcomes]),
    artifacts: new Map([...first.artifacts, ...second.artifacts]),
    ending: second.ending,
  };
}

function goVersionStep(subject: Subject): CompileStep {
  return {
    kind: 'go',
    tree: 'reference',
    args: ['env', 'GOVERSION'],
    artifact: false,
    timeoutMs: subject.limits.compileMs,
  };
}

function goVersion(outcome: CompileOutcome | undefined): string {
  const version = outcome?.stdout.trim();
  if (!version?.startsWith('go'))
    throw new InfrastructureError(`the compile image has no Go: ${outcome?.stderr ?? ''}`);
  return version;
}
