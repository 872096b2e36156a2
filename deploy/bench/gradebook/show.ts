import { table } from '#workers/cli/table.ts';
import type { GradebookReport } from '../gradebook.ts';
import { showMachine } from '../machine/here.ts';
import { figure } from '../statistics.ts';

export function showGradebook({ machine, size, pages, dropped }: GradebookReport): string {
  const head = ['first byte ms', 'whole ms', 'CPU ms', 'KB sent', 'page', ''];
  const rows = pages.map((page) => [
    ...[figure(page.firstByteMs), figure(page.totalMs), figure(page.cpuMs), figure(page.bytes / 1000)],
    ...[page.what, page.path],
  ]);
  const queries = pages.map(({ what, queries: slow }) =>
    table([['ms', `slowest queries of: ${what}`], ...slow.map(({ sql, ms }) => [figure(ms), sql])], [0]),
  );
  const words = `${size.students} students × ${size.assignments} assignments × ${size.attempts} attempts`;
  const ratio = `With a test of each assignment dropped: the table takes ${figure(dropped.table)} times as long, an assignment ${figure(dropped.assignment)}.`;
  return `${[showMachine(machine), words, table([head, ...rows], [0, 1, 2, 3]), ratio, ...queries].join('\n\n')}\n`;
}
