import { line, list, type Outcome } from '#services/course-repository/outcome.ts';
import type { Problem } from '#services/platform/errors.ts';
import { visible } from '#services/platform/text.ts';
import type { CandidateReport } from '../cli/check-assignment.ts';

/** What `pushmark check` found of one assignment. */
export interface CheckedAssignment {
  readonly slug: string;
  readonly reports: readonly CandidateReport[];
}

/** What a check run says of a pull request; `neutral`: it took too long to tell. */
export type PullOutcome = Omit<Outcome, 'conclusion'> & { readonly conclusion: 'success' | 'failure' | 'neutral' };

/** Reference full, starter below, each wrong solution within its bound; `tooLong`: the first that was not finished. */
export function pullOutcome(
  checked: readonly CheckedAssignment[],
  problems: readonly Problem[],
  tooLong?: string,
): PullOutcome {
  const failing = checked.filter(({ reports }) => reports.some(({ holds }) => !holds));
  const parts = [
    ...(problems.length > 0 ? [list(problems.map(line))] : []),
    ...checked.map(section),
    ...(tooLong ? [`\`${plain(tooLong)}\` took too long here: run \`npx pushmark check\` on your machine.`] : []),
    ...(checked.length === 0 && problems.length === 0 && !tooLong
      ? ['No assignment differs from what is in use.']
      : []),
  ];
  const failed = failing.length + problems.length > 0;
  const conclusion = failed ? 'failure' : tooLong ? 'neutral' : 'success';
  return {
    conclusion,
    title: titleOf(checked.length, failing.length, problems.length, tooLong),
    summary: parts.join('\n\n'),
    problems,
  };
}

function titleOf(count: number, failing: number, problems: number, tooLong: string | undefined): string {
  if (problems > 0)
    return problems === 1 ? 'One problem in what is written' : `${problems} problems in what is written`;
  if (failing > 0) return `${failing} of ${count} assignments do not hold`;
  if (tooLong) return 'Too long to check here';
  return count === 0
    ? 'No assignment is touched'
    : `${count === 1 ? 'The assignment holds' : `${count} assignments hold`}`;
}

function section({ slug, reports }: CheckedAssignment): string {
  const rows = reports.map(({ name, score, maxScore, expected, holds, lost, wallMs }) => {
    const cells = [
      holds ? '✓' : '✗',
      name,
      `${round(score)} of ${round(maxScore)}`,
      expected,
      `${Math.round(wallMs / 1000)} s`,
    ];
    return `| ${[...cells, holds ? '' : lost].map((cell) => cellOf(cell)).join(' | ')} |`;
  });
  return [
    `### ${plain(slug)}`,
    '',
    '| | solution | score | expected | time | lost |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function cellOf(text: string): string {
  const shown = plain(text).replaceAll('|', ' ');
  return /^[\w .✓✗-]*$/.test(shown) ? shown : `\`${shown}\``;
}

function plain(text: string): string {
  return visible(text, 300).replace(/[`\n]/g, ' ');
}

function round(points: number): number {
  return Math.round(points * 100) / 100;
}
