import type { Finding, RunResult } from '#services/classroom/results/run.ts';
import type { CommitState } from '#services/classroom/results/state.ts';
import { about } from '#services/classroom/results/state-words.ts';
import type { SubmissionResult } from '#services/classroom/results/submission.ts';
import { visible } from '#services/platform/text.ts';
import { capped, plain } from './inert.ts';
import { criteriaTable, lostCases } from './reasons.ts';
import { type Standing, standingLine, standingTitle } from './standing.ts';

/** What GitHub takes, besides name, SHA and ids. */
export interface CheckRunReport {
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion?: 'success' | 'failure' | 'neutral';
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
}

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
  readonly raw_details?: string;
}

/** GitHub takes 50 annotations per request and 65,535 characters of summary. */
export const annotationsPerRequest = 50;
const mostAnnotations = 150;
const summaryLimit = 65_535;

/** The check run of a submission: its result, or what is happening to it. */
export function checkRunReport(submission: SubmissionResult, pageUrl: string, standing?: Standing): CheckRunReport {
  const { run } = submission;
  if (run?.state === 'done') return result(submission, run, pageUrl, standing);
  if (run?.state === 'unavailable')
    return neutral('Not graded: its files cannot be had', plain(submission.unavailable ?? '', 1000));
  if (run?.state === 'errored') {
    const text = `This is our trouble, not yours: it costs no points and no attempt. ${plain(run.error ?? '', 1000)}\n\n[Page](${pageUrl})`;
    return neutral('Not graded: trouble on our side', text);
  }
  return { ...receipt(submission, pageUrl), annotations: [] };
}

/** The check run of a push that is not graded: why, and what mends it. Both name the branch, which a student named. */
export function ignoredReport(reason: string, mend: string | undefined): CheckRunReport {
  return neutral(`Not graded: ${reason}`, plain(mend ?? 'Nothing needs to be done.', 1000));
}

function result(submission: SubmissionResult, run: RunResult, pageUrl: string, standing?: Standing): CheckRunReport {
  const score = run.score ?? { score: 0, maxScore: 0, unmarked: 0 };
  const full = score.score >= score.maxScore - score.unmarked;
  const kind = submission.attempt ? standingTitle(standing) : ' (practice)';
  return {
    status: 'completed',
    conclusion: full ? 'success' : 'failure',
    title: `${score.score} of ${score.maxScore} points${kind}`,
    summary: capped(
      [standingLine(standing), criteriaTable(run), marked(run), lostCases(run), `[All reasons on the page](${pageUrl})`]
        .filter(Boolean)
        .join('\n\n'),
      summaryLimit,
    ),
    annotations: annotations(run),
  };
}

function receipt(
  { run, state, handIns, course }: SubmissionResult,
  pageUrl: string,
): Omit<CheckRunReport, 'annotations'> {
  const at = handIns[0]?.receivedAt;
  const received = at ? `Received ${clock(at, course.timeZone)}` : 'Received';
  const where = run?.state === 'running' ? 'being graded now' : waiting(state);
  const first = run && run.criteria.length > 0 ? [firstResults(run)] : [];
  return {
    status: run?.state === 'running' || first.length > 0 ? 'in_progress' : 'queued',
    title: first.length > 0 ? `First results, the rest follows: ${where}` : `${received}, ${where}`,
    summary: [
      `${received}, ${where}. The time of receipt counts, not the time of grading.`,
      ...pausing(state),
      ...first,
      `[Page](${pageUrl})`,
    ].join('\n\n'),
  };
}

/** Why it is not graded yet, where that is no queue. When it is tried again stands on the page, which is never old. */
function pausing(state: CommitState): string[] {
  if (!('trouble' in state) || state.state === 'reporting' || state.trouble === undefined) return [];
  return [`${plain(state.trouble, 1000)} It is our trouble and costs nothing; it is tried again by itself.`];
}

/** What the first stage found, while the second is to come. */
function firstResults(run: RunResult): string {
  return capped([criteriaTable(run), lostCases(run)].filter(Boolean).join('\n\n'), summaryLimit / 2);
}

function marked(run: RunResult): string {
  if (run.tampering.length === 0) return '';
  return 'The evidence of this run contradicts itself. The criteria concerned give no points until a teacher has looked.';
}

/** Only what is visible annotates; failures first. */
function annotations(run: RunResult): Annotation[] {
  const shown = run.criteria.filter((c) => c.criterion.visibility === 'visible');
  const findings = [...run.findings, ...shown.flatMap((c) => c.judgement?.findings ?? [])];
  const rank = { error: 0, warning: 1, note: 2 };
  const sorted = findings.filter((f) => f.file !== '').sort((a, b) => rank[a.level] - rank[b.level]);
  return sorted.slice(0, mostAnnotations).map(annotation);
}

function annotation(finding: Finding): Annotation {
  const line = Math.max(1, finding.line);
  return {
    path: visible(finding.file, 1000),
    start_line: line,
    end_line: line,
    annotation_level: ({ error: 'failure', warning: 'warning', note: 'notice' } as const)[finding.level],
    title: visible(finding.rule, 200),
    message: visible(finding.message, 4000) || finding.rule,
    ...(finding.detail ? { raw_details: visible(finding.detail, 16_000) } : {}),
  };
}

function neutral(title: string, summary: string): CheckRunReport {
  return {
    status: 'completed',
    conclusion: 'neutral',
    title: visible(title, 200),
    summary: capped(summary, summaryLimit),
    annotations: [],
  };
}

function clock(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone }).format(at);
}

function waiting(state: CommitState): string {
  if (state.state !== 'queued' && state.state !== 'superseded') return 'waiting';
  const { place, estimateSeconds = 0 } = state;
  const where = place === undefined ? 'waiting' : `place ${place}, about ${about(estimateSeconds)}`;
  return state.state === 'superseded' ? `behind a newer commit, ${where}` : where;
}
