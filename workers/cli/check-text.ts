import type { Assignment } from '#services/classroom/assignment/document.ts';
import { isNoneLinked, readableProblem } from '#services/classroom/assignment/linked.ts';
import { candidatesOf } from './candidates.ts';
import type { CandidateReport } from './check-assignment.ts';
import { drainMinutes } from './drain.ts';
import { type Style, table } from './table.ts';
import { trustWords } from './trust.ts';

const CLASS_SIZE = 300;

/** Lines beside the table: how the tests reach the students' code, and hints at benchmarks. */
export interface Words {
  readonly judging: readonly string[];
  readonly hints: readonly string[];
}

/** What a check says of an assignment. */
export function checkText(
  assignment: Assignment,
  reports: readonly CandidateReport[],
  { judging, hints }: Words,
  processors: number,
  style: Style,
): string {
  const unnoticed = candidatesOf(assignment).undetectable.map(
    ({ name, pending }) => `not yet detectable: ${name} (${pending.join(', ')} pending)`,
  );
  const trust = isNoneLinked(assignment) ? [] : trustWords(assignment.document);
  const readable = readableProblem(assignment);
  return `${[
    style('bold', `${assignment.document.slug}: ${verdictOf(reports, readable, style)}`),
    table(
      reports.map((report) => rowOf(report, style)),
      [2, 5],
    ),
    ...unnoticed,
    ...judging,
    ...[...hints.map((hint) => `hint: ${hint}`), ...trust].map((words) => style('yellow', words)),
    ...(readable === undefined ? [] : [style('red', `refused: ${readable}`)]),
    costOf(reports, processors),
  ].join('\n')}\n\n`;
}

function verdictOf(reports: readonly CandidateReport[], readable: string | undefined, style: Style): string {
  const failed = reports.filter((report) => !report.holds).length;
  if (failed > 0) return style('red', `${failed} of ${reports.length} do not hold`);
  return readable === undefined ? style('green', 'holds') : style('red', 'refused');
}

function rowOf({ holds, name, score, maxScore, expected, cpuMs, lost }: CandidateReport, style: Style): string[] {
  const mark = holds ? style('green', '✓') : style('red', '✗');
  return [mark, name, `${score}`, `/ ${maxScore}`, expected, `${(cpuMs / 1000).toFixed(1)} s CPU`, holds ? '' : lost];
}

function costOf(reports: readonly CandidateReport[], processors: number): string {
  const cpu = reports.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / 1000;
  const minutes = drainMinutes(CLASS_SIZE, reports, processors);
  return `${cpu.toFixed(1)} CPU seconds; a deadline of ${CLASS_SIZE} drains here in ${minutes.toFixed(1)} minutes`;
}
