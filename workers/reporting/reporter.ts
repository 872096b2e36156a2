import {
  reportGivenUp,
  reportLater,
  reportSent,
  reportsAreDue,
  type TakenReport,
  takeReport,
} from '#services/classroom/reports/outbox.ts';
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

/** Sends what is due, whenever the bell rings, and looks by itself every other second. */
export async function startReporter(deps: ReporterDeps): Promise<{ stop(): Promise<void> }> {
  let stopping = false;
  const listener = await deps.bell.listen(() => sendDue(deps, () => stopping), lanes);
  const sweep = setInterval(() => {
    reportsAreDue(deps.database).then(
      (due) => (due ? deps.bell.ring() : undefined),
      (error) => deps.log.warn({ err: error }, 'could not look for due reports'),
    );
  }, sweepMs);
  return {
    async stop() {
      stopping = true;
      clearInterval(sweep);
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
  const facts = { report: taken.subject, kind: taken.kind, repository: taken.repositoryId };
  try {
    await report(deps, taken);
    await reportSent(deps.database, taken);
    deps.log.info(facts, 'reported');
  } catch (error) {
    if (!(error instanceof Error) || !isGitHubs(error)) throw error;
    const trouble = troubleOf(error, taken.attempts);
    const why = scrub(trouble.why);
    deps.log.warn({ ...facts, trouble: trouble.kind, why }, 'report not taken');
    if (trouble.kind === 'later') return reportLater(deps.database, taken, trouble.seconds, why);
    await reportGivenUp(deps.database, taken, why);
  }
}

/** Octokit gives every failed request a status, also a silent one; an error without is ours and leaves the lease to run out. */
function isGitHubs(error: Error): boolean {
  return 'status' in error;
}
