import type { Command } from 'commander';
import {
  type ManualChange,
  type ManualRead,
  type ManualValue,
  readManual,
} from '#services/classroom/exports/manual.ts';
import { applyManual, manualCourse } from '#services/classroom/exports/manual-course.ts';
import { transaction } from '#services/platform/database.ts';
import { visible } from '#services/platform/text.ts';
import { EXIT } from './exit.ts';
import { readNamed } from './files.ts';
import { commandLine, withCourse } from './with-course.ts';

const HELP = `
FILE is what pushmark export --format manual wrote, edited. Cells that were left as they were change nothing. What was
changed in the file and here as well is a conflict: it is shown, and nothing is written until --overwrite.`;

interface Wish {
  readonly reason: string;
  readonly dryRun?: boolean;
  readonly overwrite?: boolean;
}

export function importGradesCommand(command: Command): void {
  command
    .command('grades')
    .description('take back grades and marks that were entered in a spreadsheet')
    .argument('<course>', 'slug of the course')
    .argument('<file>', 'the CSV file')
    .requiredOption('--reason <text>', 'why; students and the log of the course are told')
    .option('--dry-run', 'only say what would be done')
    .option('--overwrite', 'where there is a conflict, the file counts')
    .addHelpText('after', HELP)
    .action(run);
}

async function run(slug: string, path: string, { reason, dryRun = false, overwrite = false }: Wish): Promise<void> {
  const { bytes, file } = await readNamed(path);
  await withCourse(slug, async ({ database, id, ring }) => {
    const undone = await transaction(database, async (tx) => {
      const course = await manualCourse(tx, id);
      const read = readManual(bytes, file, course.columns, course.rows);
      process.stdout.write(changesText(read, { overwrite, dryRun }));
      if (dryRun || (read.conflicts.length > 0 && !overwrite)) {
        if (read.conflicts.length > 0) process.exitCode = EXIT.failed;
        return [];
      }
      return applyManual(tx, id, course, [...read.changes, ...read.conflicts], { reason, actor: commandLine });
    });
    if (undone.length === 0) return ring('reporting');
    process.stderr.write(undone.map((words) => `not done: ${visible(words, 300)}\n`).join(''));
    process.exitCode = EXIT.failed;
    return ring('reporting');
  });
}

/** What a file changes, for people. */
export function changesText({ changes, conflicts }: ManualRead, { overwrite = false, dryRun = false } = {}): string {
  const lines = [
    ...changes.map((change) => `  ~ ${placeOf(change)}: ${said(change.before)} → ${said(change.after)}`),
    ...conflicts.map(
      (one) =>
        `  ! ${placeOf(one)}: was ${said(one.exported)}, is ${said(one.before)} here and ${said(one.after)} in the file`,
    ),
    `${changes.length} changes, ${conflicts.length} conflicts`,
    ...(dryRun || (conflicts.length > 0 && !overwrite)
      ? [`Nothing was written${conflicts.length > 0 ? '; --overwrite takes what the file says' : ''}`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

function placeOf({ name, key }: ManualChange): string {
  return `${visible(name, 80)}, ${key}`;
}

function said(value: ManualValue): string {
  return value === null ? 'nothing' : String(value);
}
