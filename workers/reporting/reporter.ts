import { reportOpenedDetails } from '#services/classroom/proposals/details-opened.ts';
import { forgetWrites, pauseInstallation } from '#services/classroom/reports/budget.ts';
import {
  reportGivenUp,
  reportLater,
  reportSent,
  reportsAreDue,
  requestReport,
  type TakenReport,
  takeReport,
} from '#services/classroom/reports/outbox.ts';
import { findReportTrail } from '#services/classroom/reports/subjects.ts';
import { troubleOf } from '#services/platform/github/trouble.ts';
import type { Log } from '#services/platform/log.ts';
import type { Bell } from '#services/platform/queue.ts';
import { scrub } from '#services/platform/scrub.ts';
import { type ReportDeps, report } from './report.ts';

export interface ReporterDeps extends ReportDeps {
  readonly bell: Bell;
  readonly log: Log;
  /** Names this process in leases. */
  readonly name: string;
}

/** Several at once, because GitHub is asked to be written to at its own pace per installation. */
const lanes = 4;
const sweepMs = 2_000;
const forgetMs = 600_000;
const openedMs = 30_000;

/** Sends what is due, whenever the bell rings, and looks by itself every other second. */
export async function startReporter(deps: ReporterDeps): Promise<{ stop(): Promise<void> }> {
  let stopping = false;
  const listener = await deps.bell.listen(() => sendDue(deps, () => stopping), lanes);
  const every = (ms: number, work: () => Promise<unknown>) =>
    setInterval(() => {
      work().catch((error) => deps.log.warn({ err: error }, 'could not look for due reports'));
    }, ms);
  const timers = [
    every(sweepMs, async () => (await reportsAreDue(deps.database)) && deps.bell.ring()),
    every(forgetMs, () => forgetWrites(deps.database)),
    every(openedMs, async () => (await reportOpenedDetails(deps.database)) > 0 && deps.bell.ring()),
  ];
  return {
    async stop() {
      stopping = true;
      for (const timer of timers) clearInterval(timer);
      await listener.close();
    },
  };
}

/** Takes and sends until nothing is due. */
export async function sendDue(deps: ReporterDeps, stopping: () => boolean = () => false): Promise<void> {
  for (let taken = await next(deps); taken; taken = stopping() ? undefined : await next(deps)) {
    await sendOne(deps, taken);
  }
}

function next(deps: ReporterDeps): Promise<TakenReport | undefined> {
  return takeReport(deps.database, deps.name);
}

async function sendOne(deps: ReporterDeps, taken: TakenReport): Promise<void> {
  const facts = { report: taken.subject, kind: taken.kind, ...(await findReportTrail(deps.database, taken.id)) };
  const log = deps.log.child(facts);
  try {
    await report(deps, taken);
    if (await reportSent(deps.database, taken)) return log.info('reported');
    log.warn('a report took longer than its lease: it is told again');
    await requestReport(deps.database, taken);
  } catch (error) {
    if (!(error instanceof Error) || !isGitHubs(error)) {
      log.error({ err: error }, 'a report failed, and it is ours');
      throw error;
    }
    await settle(deps, taken, log, error);
  }
}

async function settle(deps: ReporterDeps, taken: TakenReport, log: Log, error: Error): Promise<void> {
  const trouble = troubleOf(error, taken.attempts);
  const why = scrub(trouble.why);
  log.warn({ trouble: trouble.kind, why }, 'report not taken');
  if (trouble.kind !== 'later') return settleRefused(deps, taken, why);
  // A limit is the installation's, not the report's: whoever goes on asking is banned.
  if (!trouble.uncertain) await pauseInstallation(deps.database, taken.installationId, trouble.seconds, why);
  await reportLater(deps.database, taken, { seconds: trouble.seconds, why, refused: false });
}

/**
 * Seconds before the second and the third try of what GitHub refuses: a part of GitHub that is behind the others, and
 * access that was taken away by mistake, are soon over.
 */
const refusedSeconds = [60, 600] as const;

async function settleRefused({ database }: ReporterDeps, taken: TakenReport, why: string): Promise<void> {
  const seconds = refusedSeconds[taken.refusals];
  if (seconds === undefined) return reportGivenUp(database, taken, why);
  await reportLater(database, taken, { seconds, why, refused: true });
}

/** Octokit gives every failed request a status, also a silent one; an error without is ours and leaves the lease to run out. */
function isGitHubs(error: Error): boolean {
  return 'status' in error;
}
