import { attemptOfSubmission } from '#services/classroom/grades/attempt.ts';
import type { TakenReport } from '#services/classroom/reports/outbox.ts';
import {
  findIgnoredHandIn,
  findReportedRun,
  findReportRepository,
  findSentCheckRun,
  findToldComment,
  keepSentCheckRun,
  keepSentComment,
  type ReportRepository,
} from '#services/classroom/reports/subjects.ts';
import { seenByStudent } from '#services/classroom/results/seen-submission.ts';
import type { SubmissionResult } from '#services/classroom/results/submission.ts';
import type { Attempt } from '#services/classroom/rules/grade.ts';
import { digestOf } from '#services/classroom/trees.ts';
import type { Database } from '#services/platform/database.ts';
import type { GitHub } from '#services/platform/github/app.ts';
import { troubleOf } from '#services/platform/github/trouble.ts';
import { type CheckRunReport, checkRunReport, ignoredReport } from './render/check-run.ts';
import { commentReport } from './render/comment.ts';
import { sendCheckRun } from './send-check-run.ts';
import { sendComment } from './send-comment.ts';

export interface ReportDeps {
  readonly database: Database;
  readonly github: GitHub;
  /** Address of our pages, without a trailing slash. */
  readonly publicUrl: string;
}

/** Tells GitHub what is newest about the subject. Throws Octokit's errors; the reporter reads them. */
export async function report(deps: ReportDeps, taken: TakenReport): Promise<void> {
  const repository = await findReportRepository(deps.database, taken.repositoryId);
  if (!repository) return;
  if (taken.kind === 'comment') return reportComment(deps, taken, repository);
  const told = await tellCheckRun(deps, taken.subject);
  if (told) await reportCheckRun(deps, taken, repository, told);
}

interface Told {
  readonly sha: string;
  readonly pageUrl: string;
  readonly report: CheckRunReport;
  /** Why there is none is told, too, and is not the result: that may follow. */
  readonly isResult: boolean;
}

async function tellCheckRun({ database, publicUrl }: ReportDeps, subject: string): Promise<Told | undefined> {
  const [kind, id] = subject.split(':');
  if (kind === 'run') {
    const found = await findReportedRun(database, Number(id));
    const submission = found && (await seenByStudent(database, found));
    if (!submission) return undefined;
    const pageUrl = `${publicUrl}/submissions/${submission.id}?run=${id}`;
    const report = checkRunReport(submission, pageUrl, await standingOf(database, submission));
    return { sha: submission.sha, pageUrl, report, isResult: submission.run?.state === 'done' };
  }
  const ignored = await findIgnoredHandIn(database, Number(id));
  return (
    ignored && {
      sha: ignored.sha,
      pageUrl: publicUrl,
      report: ignoredReport(ignored.reason, ignored.mend ?? undefined),
      isResult: true,
    }
  );
}

async function reportCheckRun(
  { database, github }: ReportDeps,
  taken: TakenReport,
  repository: ReportRepository,
  told: Told,
) {
  const { subject, repositoryId } = taken;
  const sent = await findSentCheckRun(database, subject);
  const digest = digestOf(JSON.stringify(told.report));
  if (sent?.digest === digest) return;
  const target = {
    repository,
    sha: told.sha,
    subject,
    pageUrl: told.pageUrl,
    known: sent?.githubId,
    uncertain: taken.attempts > 1,
  };
  const annotations = sent?.completed ? [] : told.report.annotations;
  const githubId = await sendCheckRun(github, target, { ...told.report, annotations }).catch((error) => {
    if (annotations.length === 0 || troubleOf(error, 1).kind !== 'refused') throw error;
    // One wrong annotation must not cost the score: they stand on the page as well.
    return sendCheckRun(github, { ...target, uncertain: true }, { ...told.report, annotations: [] });
  });
  const completed = told.isResult;
  await keepSentCheckRun(database, { subject, repositoryId, githubId, sha: told.sha, digest, completed });
}

async function reportComment(
  { database, github, publicUrl }: ReportDeps,
  taken: TakenReport,
  repository: ReportRepository,
) {
  const number = Number(taken.subject.split('#')[1]);
  const told = await findToldComment(database, taken.repositoryId, number);
  if (!told) return;
  const submission = await seenByStudent(database, told.submission);
  if (!submission) return;
  const { previousScore } = told;
  const standing = await standingOf(database, submission);
  const pageUrl = `${publicUrl}/submissions/${submission.id}`;
  const body = commentReport({ submission, previousScore, standing, pageUrl });
  const digest = digestOf(body);
  // An unchanged text is written again only when somebody else has changed it: the wish then cleared the digest.
  if (body === '' || told.digest === digest) return;
  const known = told.commentId ?? undefined;
  const target = { repository, pullNumber: number, known, uncertain: taken.attempts > 1 };
  const commentId = await sendComment(github, target, body);
  await keepSentComment(database, { repositoryId: taken.repositoryId, number, commentId, digest });
}

/** Of an official one that has a result. */
async function standingOf(database: Database, submission: SubmissionResult): Promise<Attempt | undefined> {
  const { id, attempt, run, participant, assignment } = submission;
  if (!attempt || run?.state !== 'done') return undefined;
  return attemptOfSubmission(database, id, { participantId: participant.id, assignmentId: assignment.id });
}
