/**
 * Judges one solution both ways, sealed and linked, and compares: the ground on which a lock file stands. Only for
 * what an assignment brings along; what came of it decides about no student.
 */
import type { Expectation, Outcomes, Subject } from '#graders/check.ts';
import { topLevel } from '#graders/go/places.ts';
import { planOf } from '#graders/go/plan.ts';
import { type Manner, ONCE, testsSteps } from '#graders/go/selection.ts';
import { packagePath } from '#graders/go/steps.ts';
import { checks as allChecks } from '#graders/registry.ts';
import type { CompileStep } from '#graders/steps/compile.ts';
import type { TestsStep } from '#graders/steps/tests.ts';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import type { FileTree, Store } from '#services/classroom/trees.ts';
import { type Compared, compared, isBuiltOnce, type Sides, type Subjects } from './compared.ts';
import { compileAll, runAll, type Workshop } from './containers.ts';
import type { Trees } from './jobs.ts';
import { mergePlans } from './merge.ts';
import { isBuilt, outcomesOf } from './outcomes.ts';
import { joined, type Preparations, prepare } from './prepare.ts';
import type { Prepared } from './prepared.ts';
import { planRubric } from './rubric.ts';
import { sealedTrees } from './sealing.ts';
import { stepId } from './step-ids.ts';
import { subjectOf } from './subject.ts';
import { type TeacherSide, teacherSide } from './teacher.ts';
import { referenceTree, workspaceOf } from './workspace.ts';

/** What comparing needs, made once per assignment. */
export interface Ways {
  readonly assignment: Assignment;
  readonly side: TeacherSide;
  readonly prepared: Prepared;
  readonly shop: Workshop;
}

export interface Comparison {
  /** Whether a program with the solution and tests in question was built, in one way at least. */
  readonly built: boolean;
  readonly tests: readonly Compared[];
  /** CPU time of building the program with the student's code, in milliseconds. */
  readonly buildMs: Sides;
}

/** Has the generator look at an assignment, all of it. */
export async function openWays(assignment: Assignment, store: Store, shop: Workshop): Promise<Ways> {
  const side = teacherSide(assignment);
  const preparations: Preparations = new Map();
  const request = { assignment, side, checks: allChecks, store, shop, preparations, sealed: 'all' } as const;
  return { assignment, side, prepared: await prepare(request), shop };
}

/** Which tests are still in question. */
export type InQuestion = (dir: string, test: string) => boolean;

/** Under the race detector each test runs three times: what it sees depends on chance. */
const RACE: Manner = { count: 3, procs: [0], race: true };
const MANNERS = { plain: [ONCE], race: [RACE], both: [ONCE, RACE] } as const;

/** Judges one solution both ways, plainly or under the race detector. */
export async function compareWays(
  ways: Ways,
  submitted: FileTree,
  how: keyof typeof MANNERS,
  inQuestion: InQuestion,
): Promise<Comparison> {
  const { assignment, side, prepared } = ways;
  const workspace = workspaceOf(side, submitted);
  const reference = referenceTree(side);
  const { own, judged } = workspace;
  const trees = { own, judged, reference, ...sealedTrees(prepared.sealings, reference, own) };
  const all = subjectOf(assignment.document, side, workspace.studentFiles, prepared.expected, prepared.sealings);
  const isCalled = ({ dir, test }: Expectation) => side.calledDirs.includes(dir) && inQuestion(dir, topLevel(test));
  const sealed = { ...all, expected: all.expected.filter(isCalled) };
  const subjects = { sealed, shared: { ...sealed, sealed: [] } };
  const manners: readonly Manner[] = sealed.expected.length > 0 ? MANNERS[how] : [];

  const steps = manners.flatMap((manner) =>
    Object.values(subjects).flatMap((subject) => testsSteps(subject, {}, manner)),
  );
  const outcomes = await carriedOut(ways, steps, trees);
  const tests = manners.flatMap((manner) => compared(subjects, manner, outcomes));
  const built = manners.some((manner) => isBuiltOnce(subjects, manner, outcomes));
  const buildMs = manners.includes(ONCE) ? buildCosts(subjects, outcomes) : { shared: 0, sealed: 0 };
  return { built, tests: merge(tests), buildMs };
}

/** Builds what was not prepared, and runs what was built. */
async function carriedOut(
  { assignment, prepared, shop }: Ways,
  steps: readonly TestsStep[],
  trees: Trees,
): Promise<Outcomes> {
  const merged = mergePlans([planOf(steps)]);
  const toBuild = new Map([...merged.compile].filter(([id]) => !prepared.compiled.outcomes.has(id)));
  const programs = joined(prepared.compiled, await compileAll(shop, toBuild, trees));
  const toRun = new Map(
    [...merged.run].filter(([, step]) => planOf([step]).compile.every((one) => isReady(one, programs))),
  );
  const input = { trees, programs: programs.artifacts, seed: '0' };
  return outcomesOf(programs, await runAll(shop, toRun, assignment.document.limits, input));
}

function isReady(step: Parameters<typeof isBuilt>[0], built: Parameters<typeof isBuilt>[1]): boolean {
  return step.kind !== 'go' || !step.artifact || isBuilt(step, built);
}

/** Whether a race build of linked tests has a say in some criterion: what it sees must then be seen both ways. */
export function isRaced({ assignment, side, prepared }: Omit<Ways, 'shop'>): boolean {
  const subject = subjectOf(assignment.document, side, [], prepared.expected);
  return testsOf(assignment, subject).some(({ race }) => race);
}

/** How often a submission runs each test, by package directory and name, all criteria together. */
export function repetitions({ assignment, side, prepared }: Ways): (dir: string, test: string) => number {
  // A second build that must agree is for linked tests only.
  const subject = { ...subjectOf(assignment.document, side, [], prepared.expected), goroutines: false };
  const steps = testsOf(assignment, subject);
  return (dir, test) =>
    steps.filter((step) => step.dir === dir && step.tests?.includes(test)).reduce((sum, { count }) => sum + count, 0);
}

/** What a submission runs of its tests, were all of them linked. */
function testsOf({ document }: Assignment, subject: Subject): readonly TestsStep[] {
  const plans = planRubric(document.rubric, allChecks, subject).map(({ plan }) => plan);
  return [...mergePlans(plans).run.values()].filter((step) => step.kind === 'tests');
}

/** The plain manner comes first; any difference of another one is one of the test. */
function merge(tests: readonly Compared[]): Compared[] {
  const byTest = Map.groupBy(tests, ({ dir, test }) => `${dir}\n${test}`);
  return [...byTest.values()].map((all) => ({ ...all[0]!, difference: all.find((one) => one.difference)?.difference }));
}

/** A program that was built once for all is no part of what a submission pays for. */
function buildCosts({ shared, sealed }: Subjects, outcomes: Outcomes): Sides {
  const cost = (steps: readonly CompileStep[]) =>
    [...new Map(steps.map((step) => [stepId(step), step])).values()].reduce(
      (sum, step) => sum + outcomes.compiled(step).cpuMs,
      0,
    );
  return {
    shared: cost(testsSteps(shared, {}, ONCE).map(({ program }) => program)),
    sealed: cost(testsSteps(sealed, {}, ONCE).flatMap((step) => step.sealed?.servant ?? [])),
  };
}

/** CPU time of plain `go test` of the same tests on the reference, built and run, in milliseconds. It is the teacher's code that runs there. */
export async function bareCost({ assignment, side, shop }: Ways): Promise<number> {
  const step: CompileStep = {
    kind: 'go',
    tree: 'judged',
    args: ['test', '-count=1', '-vet=off', ...side.calledDirs.map(packagePath)],
    env: { CGO_ENABLED: '0' },
    artifact: false,
    timeoutMs: assignment.document.limits.compileMs + assignment.document.limits.runMs,
  };
  const steps = new Map([[stepId(step), step]]);
  const answer = await compileAll(shop, steps, { judged: referenceTree(side) });
  return answer.outcomes.get(stepId(step))?.cpuMs ?? 0;
}
