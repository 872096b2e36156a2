/** A result for people at a terminal. All that a submission printed or named is made visible and bounded first. */
import type { Case, Finding } from '#graders/check.ts';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import { visible } from '#services/platform/text.ts';
import type { GradedRun } from '#workers/grading/graded-run.ts';
import { resultOf, weighedBy } from './result.ts';
import { type Style, table } from './table.ts';

const LINE = 300;
const BLOCK = 2000;
const SHOWN = 20;

export function renderResult(assignment: Assignment, run: GradedRun, style: Style): string {
  const result = resultOf(assignment, run);
  const rows = result.criteria.map((row) => [
    mark(row.state, row.credit, style),
    row.name,
    row.state === 'pending' ? '' : `${row.points}`,
    row.state === 'pending' ? '' : `/ ${row.maxPoints}`,
    visible(row.summary.replaceAll('\n', ' '), LINE),
  ]);
  const parts = [
    style('bold', `${assignment.document.title}: ${result.score} of ${result.maxScore} points`),
    table(rows, [2]),
    ...renderCases(assignment, run, style),
    renderFindings([...run.workspaceFindings, ...run.criteria.flatMap((c) => c.judgement?.findings ?? [])], style),
    result.integrity.tampering
      .map((words) => style('red', `contradiction in the evidence: ${visible(words, LINE)}`))
      .join('\n'),
    style('dim', footer(run)),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function mark(state: string, credit: number, style: Style): string {
  if (state === 'pending') return style('dim', '…');
  if (state === 'unreached') return style('dim', '-');
  return credit === 1 ? style('green', '✓') : credit > 0 ? style('yellow', '◐') : style('red', '✗');
}

function renderCases(assignment: Assignment, run: GradedRun, style: Style): string[] {
  const lost = weighedBy(assignment, run).flatMap(({ judgement }) =>
    (judgement?.cases ?? []).filter(({ verdict, dropped }) => verdict !== 'pass' && dropped === undefined),
  );
  const shown = lost.slice(0, SHOWN).map((one) => renderCase(one, style));
  return lost.length > SHOWN ? [...shown, `and ${lost.length - SHOWN} more cases; --json lists all`] : shown;
}

function renderCase(one: Case, style: Style): string {
  const facts = [
    ['input', one.input],
    ['got', one.got],
    ['want', one.want],
    ['hint', one.hint],
    ['again', one.reproduce],
  ].filter((fact): fact is [string, string] => fact[1] !== undefined);
  const head = `${style('red', '✗')} ${visible(one.name, LINE)}: ${one.verdict}${one.cause ? `: ${visible(one.cause, LINE)}` : ''}`;
  const lines = facts.map(
    ([label, text]) => `    ${style('dim', label.padEnd(5))}  ${indented(visible(text, BLOCK), 11)}`,
  );
  const output = one.got === undefined && one.output ? [`    ${indented(visible(one.output.trim(), BLOCK), 4)}`] : [];
  return [head, ...lines, ...output].join('\n');
}

function renderFindings(findings: readonly Finding[], style: Style): string {
  const shown = findings.slice(0, SHOWN).map((finding) => {
    const place = [visible(finding.file, LINE), ...(finding.line > 0 ? [finding.line] : [])].join(':');
    const colour = finding.level === 'error' ? 'red' : finding.level === 'warning' ? 'yellow' : 'dim';
    return `${style(colour, finding.level)} ${place} ${visible(finding.message, LINE)} (${finding.rule})`;
  });
  const more = findings.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more findings`] : [])].join('\n');
}

function footer({ versions, timings }: GradedRun): string {
  const times = Object.entries(timings).map(([phase, ms]) => `${phase} ${(ms / 1000).toFixed(1)} s`);
  return `${times.join(', ')}; ${versions.go}; seed ${versions.seed}`;
}

function indented(text: string, columns: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(columns)}`);
}
