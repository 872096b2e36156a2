/**
 * One run of a rubric on a submission: what must be known of the assignment, the files that are judged, one container
 * that builds, one that runs, and the checks' judgements of what came out. Knows no database and no GitHub.
 */
import type { Way } from '#graders/check.ts';
import { isRunnable } from '#graders/go/plan.ts';
import { wayOf } from '#graders/go/proof.ts';
import { checks as allChecks } from '#graders/registry.ts';
import type { PolicyStep } from '#graders/steps/policy.ts';
import { runAgain } from './again.ts';
import type { CompileAnswer, RunAnswer } from './answers.ts';
import { compileAll, type Workshop } from './containers.ts';
import type { GradedRun, GradeRequest, Versions } from './graded-run.ts';
import type { Trees } from './jobs.ts';
import { runBuilt } from './measuring.ts';
import { type MergedPlan, mergePlans } from './merge.ts';
import { isBuilt, outcomesOf } from './outcomes.ts';
import { type PolicyVerdict, policyName, policyStep, policyVerdict, refusedCriteria } from './policy.ts';
import { joined, prepare } from './prepare.ts';
import type { Prepared } from './prepared.ts';
import { type Phase, type PhaseClock, phaseClock } from './progress.ts';
import { judgeRubric, type PlannedCriterion, planRubric, reachedAfterBuild, rubricOf } from './rubric.ts';
import { linkedTree, type Sealing, sealedTrees } from './sealing.ts';
import { stepId } from './step-ids.ts';
import { subjectOf } from './subject.ts';
import { outsideTree, type TeacherSide, teacherSide } from './teacher.ts';
import { referenceTree, type Workspace, workspaceOf } from './workspace.ts';

/** Throws InvalidInput when the assignment cannot be judged at all, InfrastructureError when we cannot. */
export async function grade(request: GradeRequest): Promise<GradedRun> {
  const { assignment, store, submitted, onProgress, checks = allChecks, preparations = new Map() } = request;
  const rubric = rubricOf(assignment.document.rubric, checks, request);
  const clock = phaseClock(onProgress);
  const side = teacherSide(assignment);

  const shop = workshop(request, 'prepare', 0);
  const sealed = request.sealed ?? assignment.lock.sealed;
  const prepared = await clock.time('prepare', () =>
    prepare({ assignment, side, checks, store, shop, preparations, sealed }),
  );
  const workspace = await clock.time('workspace', () => workspaceOf(side, submitted));
  const { expected, sealings } = prepared;
  const trees = treesOf(side, sealings, workspace);
  const subject = subjectOf(assignment.document, side, workspace.studentFiles, expected, sealings);
  const planned = planRubric(rubric, checks, subject);
  const policy = policyStep(assignment, side, workspace);
  const { compiled, ran, verdict, cpuMs } = await execute(request, clock, { planned, policy }, trees, prepared);
  const toJudge = verdict.refused ? refusedCriteria(planned, verdict) : planned;
  const criteria = await clock.time('judge', () => judgeRubric(rubric, toJudge, outcomesOf(compiled, ran)));

  for (const { name, judgement } of criteria) {
    if (judgement) onProgress?.({ kind: 'criterion', name, credit: judgement.credit });
  }
  return {
    criteria,
    workspaceFindings: [...verdict.findings, ...workspace.findings],
    ...(verdict.refused ? { refused: true } : {}),
    integrity: { mode: modeOf(planned), tampering: criteria.flatMap((c) => c.judgement?.tampering ?? []) },
    versions: versionsOf(request, prepared, policyName(policy)),
    timings: clock.timings,
    cpuMs,
  };
}

function treesOf(side: TeacherSide, sealings: readonly Sealing[], { own, judged }: Workspace): Trees {
  const reference = referenceTree(side);
  const sealed = sealedTrees(sealings, reference, own);
  return { own, judged: linkedTree(sealings, judged), reference, outside: outsideTree(side), ...sealed };
}

/** The way that has most to be believed of all hidden tests that were run: linked before sealed before outside. */
function modeOf(planned: readonly PlannedCriterion[]): Way {
  const runs = planned.flatMap(({ plan }) => plan.run).filter(({ kind }) => kind !== 'command');
  const ways = new Set(runs.map((step) => (step.kind === 'tests' ? wayOf(step) : 'shared')));
  const weakest = (['shared', 'sealed', 'outside'] as const).find((way) => ways.has(way));
  return weakest ?? 'shared';
}

interface ToExecute {
  readonly planned: readonly PlannedCriterion[];
  readonly policy: PolicyStep;
}

interface Executed {
  readonly compiled: CompileAnswer;
  readonly ran: RunAnswer | undefined;
  readonly verdict: PolicyVerdict;
  readonly cpuMs: number;
}

/** Builds what was not prepared, if the policy lets it, and runs what was built unless a gate has failed by then. */
async function execute(
  request: GradeRequest,
  clock: PhaseClock,
  { planned, policy }: ToExecute,
  trees: Trees,
  prepared: Prepared,
): Promise<Executed> {
  const first = { compile: [policy], run: [] };
  const toBuild = unprepared(mergePlans([first, ...planned.map((p) => p.plan)]), prepared.compiled);
  const built = await clock.time('compile', () =>
    compileAll(workshop(request, 'compile', toBuild.size), toBuild, trees),
  );
  const compiled = joined(prepared.compiled, built);
  const verdict = policyVerdict(policy, compiled);
  const reached = verdict.refused ? [] : reachedAfterBuild(planned, outcomesOf(compiled, undefined));
  const reachable = mergePlans(reached.map((p) => p.plan));
  const toRun = runnable(reachable, compiled);
  const input = { trees, programs: compiled.artifacts, seed: request.seed };
  const { limits } = request.assignment.document;
  const ran = await clock.time('run', async () => {
    const onStep = stepTeller(request, reached);
    const first = await runBuilt({ ...workshop(request, 'run', 0), onStep }, toRun, limits, input);
    return first && request.again !== false
      ? runAgain(workshop(request, 'run', 0), { run: toRun, again: reachable.again }, first, limits, input)
      : first;
  });
  return { compiled, ran, verdict, cpuMs: cpuOf(built, ran) };
}

function workshop({ sandbox, images, signal, onProgress }: GradeRequest, phase: Phase, of: number): Workshop {
  return { sandbox, images, signal, onEnded: (count) => onProgress?.({ kind: 'ended', phase, count, of }) };
}

/** Says whose turn it is when a step begins. */
function stepTeller({ onProgress }: GradeRequest, planned: readonly PlannedCriterion[]): (id: string) => void {
  const steps = planned.flatMap(({ criterion, plan }) =>
    plan.run.map((step) => ({ id: stepId(step), title: criterion.title })),
  );
  const titles = Map.groupBy(steps, ({ id }) => id);
  return (id) => onProgress?.({ kind: 'step', criteria: (titles.get(id) ?? []).map(({ title }) => title) });
}

function unprepared({ compile }: MergedPlan, prepared: CompileAnswer): MergedPlan['compile'] {
  return new Map([...compile].filter(([id]) => !prepared.outcomes.has(id)));
}

function runnable({ run }: MergedPlan, compiled: CompileAnswer): MergedPlan['run'] {
  return new Map([...run].filter(([, step]) => isRunnable(step, (program) => isBuilt(program, compiled))));
}

function cpuOf(built: CompileAnswer, ran: RunAnswer | undefined): number {
  const processes = [...(ran?.outcomes.values() ?? [])].flatMap((outcome) => [
    ...outcome.processes,
    ...(outcome.again ?? []),
  ]);
  const servants = processes.flatMap(({ servant, programs = [] }) => [...(servant ? [servant] : []), ...programs]);
  const all = [...built.outcomes.values(), ...processes, ...servants];
  return Math.round(all.reduce((sum, { cpuMs }) => sum + cpuMs, 0));
}

function versionsOf({ assignment, images, seed }: GradeRequest, { go }: Prepared, policy: string): Versions {
  return { go, image: `${images.compile} ${images.run}`, assignment: assignment.judging, seed, policy };
}
