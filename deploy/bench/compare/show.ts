import { table } from '#workers/cli/table.ts';
import { figure } from '../statistics.ts';
import type { BusyRow, IdleRow } from './summary.ts';

/** Of each row; the first says what is wrong. */
const MOST = 3;

/** The rows for people. */
export function showIdle(rows: readonly IdleRow[]): string {
  const head = ['assignment', 'way', 'n', 'commands', 'job', 'engine', 'node', 'p50', 'p95', 'job/bound', 'all/bound'];
  const lines = rows.map((row) => [
    ...[row.assignment, row.way, `${row.samples}`],
    ...[row.commandSeconds, row.groupSeconds, row.engineSeconds, row.nodeSeconds].map((value) => figure(value, ' s')),
    ...[row.p50Ms, row.p95Ms].map((ms) => figure(ms / 1000, ' s')),
    ...[row.jobRatio, row.allRatio].map((ratio) => figure(ratio, '×')),
  ]);
  const troubles = rows.flatMap(({ assignment, way, trouble }) =>
    trouble.slice(0, MOST).map((one) => `${assignment}, ${way}: ${one}`),
  );
  const warning = troubles.length > 0 ? ['these did not end well, so their figures mean little:', ...troubles] : [];
  return [table([head, ...lines], [2, 3, 4, 5, 6, 7, 8, 9, 10]), ...warning].join('\n');
}

export function showBusy(rows: readonly BusyRow[]): string {
  const head = ['way', 'n', 'per minute', 'p50', 'p95'];
  const lines = rows.map((row) => [
    ...[row.way, `${row.submissions}`, figure(row.perMinute)],
    ...[row.p50Ms, row.p95Ms].map((ms) => figure(ms / 1000, ' s')),
  ]);
  return table([head, ...lines], [1, 2, 3, 4]);
}
