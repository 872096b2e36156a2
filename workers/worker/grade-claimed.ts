import { type ClaimedRun, handBackRun } from '#services/classroom/runs/claim.ts';
import { completeRun, keepFirstStage } from '#services/classroom/runs/complete.ts';
import { BELIEVED_FROM, failRun, MAX_ATTEMPTS, unavailableRun } from '#services/classroom/runs/fail.ts';
import { keepMachine, type Machine } from '#services/classroom/runs/machine.ts';
import type { Store } from '#services/classroom/trees.ts';
import { InfrastructureError, InvalidInput } from '#services/platform/errors.ts';
import type { Log } from '#services/platform/log.ts';
import type { Bell } from '#services/platform/queue.ts';
import type { Images } from '#workers/sandbox/images.ts';
import type { Sandbox } from '#workers/sandbox/sandbox.ts';
import type { Unavailable } from '../grading/fetch/trouble.ts';
import type { GradedRun, GradeRequest } from '../grading/graded-run.ts';
import type { Preparations } from '../grading/prepare.ts';
import { seedOf } from '../grading/seed.ts';
import type { LoadAssignment } from './assignments.ts';
import { calledOff } from './called-off.ts';
import { evidenceOf } from './evidence.ts';
import { holdLease, type Lease, type RunPhase } from './lease.ts';
import { refuseLinked } from './refuse-linked.ts';
import { hasSecond, stageOf } from './stages.ts';
import { type SubmittedDeps, submittedFiles } from './submitted.ts';
import type { WorkerTimes } from './times.ts';

export interface GradingDeps extends SubmittedDeps {
  readonly store: Store;
  readonly loadAssignment: LoadAssignment;
  readonly grade: (request: GradeRequest) => Promise<GradedRun>;
  readonly sandbox: Sandbox;
  readonly images: Images;
  readonly preparations: Preparations;
  /** Seeds are derived from it. */
  readonly secret: string;
  readonly reporting: Pick<Bell, 'ring'>;
  /** Rings for runs that wait for their second stage. */
  readonly again: Pick<Bell, 'ring'>;
  readonly log: Log;
  readonly times: WorkerTimes;
  /** This one, as busy as it is now. */
  readonly machine: () => Machine;
  /** From so many other runs on that wait for first results, a run is graded in two stages. */
  readonly busyFrom: number;
  /** Fires when what is not finished must be handed back. */
  readonly stopping: AbortSignal;
}

type Ending = 'done' | 'halfway' | 'unavailable' | 'retried' | 'errored' | 'refused' | 'handed-back';

/** Endings that somebody waits to hear of. */
const TOLD: ReadonlySet<Ending> = new Set(['done', 'halfway', 'unavailable', 'errored']);

const PHASES = {
  prepare: 'preparing',
  workspace: 'preparing',
  compile: 'compiling',
  run: 'running',
  judge: 'judging',
} as const;

/** Grades one run and writes what came of it. Rejects only when the database is away; the lease then runs out. */
export async function gradeClaimed(deps: GradingDeps, run: ClaimedRun): Promise<void> {
  const log = deps.log.child(factsOf(run));
  log.info({ waitedMs: Date.now() - run.createdAt.getTime() }, 'a run was claimed');
  const began = performance.now();
  const lease = holdLease({ ...deps, log }, run);
  const ending = await gradeHeld(deps, run, lease)
    .catch((error: unknown) => settleError(deps, run, lease, log, error))
    .finally(() => lease.release());
  log.info({ ending, ms: Math.round(performance.now() - began) }, 'a run ended');
  if (TOLD.has(ending)) await deps.reporting.ring();
  if (ending === 'halfway') await deps.again.ring();
}

async function gradeHeld(deps: GradingDeps, run: ClaimedRun, lease: Lease): Promise<Ending> {
  if (killsWorkers(run)) throw new InfrastructureError('each worker that took this run has died');
  const began = performance.now();
  const submitted = await submittedFiles(deps, run, lease.signal);
  if ('unavailable' in submitted) return settleUnavailable(deps, run, submitted);
  const fetchMs = Math.round(performance.now() - began);
  const assignment = await deps.loadAssignment(run.version);
  const stage = stageOf(assignment.document.rubric, run, deps.busyFrom);
  const { sandbox, store, images, preparations } = deps;
  const grading = deps.grade({
    ...{ assignment, sandbox, store, images, preparations, signal: lease.signal },
    ...{ submitted: submitted.files, stage, only: run.only },
    seed: seedOf(deps.secret, assignment.judging, submitted.digest),
    onProgress(event) {
      if (event.kind === 'phase') lease.enter(PHASES[event.phase]);
      if (event.kind === 'step') lease.enter('running', event.criteria);
    },
  });
  const graded = await calledOff(grading, lease.signal, deps.times.graceMs);
  refuseLinked(assignment, graded);
  const evidence = evidenceOf(graded, submitted.findings, fetchMs);
  await keepMachine(deps.db, run, deps.machine());
  const more = stage === 'first' && hasSecond(assignment.document.rubric, evidence.criteria);
  return more ? keepFirstStage(deps.db, run, evidence) : completeRun(deps.db, run, evidence);
}

/** What GitHub denies, a moment later it may give: until it has denied it several times the run only waits. */
async function settleUnavailable({ db }: GradingDeps, run: ClaimedRun, denied: Unavailable): Promise<Ending> {
  if (denied.forGood || run.attempts >= BELIEVED_FROM) return unavailableRun(db, run, denied);
  return failRun(db, run, {
    message: 'GitHub does not give out the files of this commit yet.',
    detail: denied.unavailable,
  });
}

/** What a run that threw comes to: nobody's fault when we stop, nobody's business when another worker has it, else ours. */
async function settleError(
  deps: GradingDeps,
  run: ClaimedRun,
  lease: Lease,
  log: Log,
  error: unknown,
): Promise<Ending> {
  if (lease.lost()) return 'refused';
  if (deps.stopping.aborted) return (await handBackRun(deps.db, run)) ? 'handed-back' : 'refused';
  log.error({ err: error, phase: lease.phase() }, 'a run failed, and it is ours');
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lasting = error instanceof InvalidInput;
  const what = killsWorkers(run) ? 'worker' : lease.phase();
  return failRun(deps.db, run, { message: messageFor(lasting ? 'assignment' : what), detail, lasting });
}

/** A run that fails is given up by its last attempt: beyond that only those come that no worker survived. */
function killsWorkers(run: ClaimedRun): boolean {
  return run.attempts > MAX_ATTEMPTS;
}

function messageFor(what: RunPhase | 'assignment' | 'worker'): string {
  if (what === 'assignment') return 'The assignment itself has a mistake; your teacher has to mend it.';
  if (what === 'fetching') return 'The commit could not be fetched from GitHub.';
  return 'The machine that grades had a problem.';
}

function factsOf(run: ClaimedRun) {
  const repository = `${run.repository.owner}/${run.repository.name}`;
  return { run: run.id, attempt: run.attempts, submission: run.submission.id, repository, delivery: run.delivery };
}
