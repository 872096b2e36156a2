import { type Command, Option } from 'commander';
import { canvasCsv, fillCanvas } from '#services/classroom/exports/canvas.ts';
import { courseSheet } from '#services/classroom/exports/course-sheet.ts';
import { gradesCsv, gradesJson } from '#services/classroom/exports/grades.ts';
import { writeManual } from '#services/classroom/exports/manual.ts';
import { manualCourse } from '#services/classroom/exports/manual-course.ts';
import { fillMoodle, moodleCsv } from '#services/classroom/exports/moodle.ts';
import type { GradeSheet } from '#services/classroom/exports/sheet.ts';
import { gradesOfCourse } from '#services/classroom/grades/course.ts';
import { loadRoster } from '#services/classroom/roster/load.ts';
import { visible } from '#services/platform/text.ts';
import { readNamed, writeNamed, wrong } from './files.ts';
import { withCourse } from './with-course.ts';

type Format = 'csv' | 'json' | 'canvas' | 'moodle' | 'manual';

interface Wish {
  readonly format: Format;
  readonly out?: string;
  readonly fill?: string;
  readonly assignment?: string;
  readonly column?: string;
  readonly excel?: boolean;
}

const HELP = `
Surest for Canvas and Moodle: take their own export (Canvas: Grades, Export; Moodle: the assignment, Download grading
worksheet), let --fill put the grades of one --assignment in, and upload the result. Everything else in it stays as it is.

The format manual has what people enter: grades in place of computed ones (EX: excused), and points of manual criteria.
Edit it in a spreadsheet; pushmark import grades takes it back.`;

export function exportCommand(program: Command): void {
  program
    .command('export')
    .description('write the grades of a course, also as Canvas and Moodle import them')
    .argument('<course>', 'slug of the course')
    .addOption(
      new Option('--format <format>', 'what to write')
        .choices(['csv', 'json', 'canvas', 'moodle', 'manual'])
        .default('csv'),
    )
    .option('--out <file>', 'write to this file instead of standard output')
    .option('--fill <file>', "an export of Canvas's gradebook or a grading worksheet of Moodle, to be filled")
    .option('--assignment <slug>', 'with --fill: the assignment whose grades are filled in')
    .option('--column <head>', 'with --fill: the column, where it is not called as the assignment is')
    .option('--excel', 'csv: begin with the mark that Excel needs to read UTF-8')
    .addHelpText('after', HELP)
    .action(give);
}

async function give(slug: string, wish: Wish): Promise<void> {
  const into = wish.fill === undefined ? undefined : await readNamed(wish.fill);
  if (into && !wish.assignment) throw wrong('--fill', 'needs --assignment: whose grades are filled in');
  if (into && wish.format !== 'canvas' && wish.format !== 'moodle')
    throw wrong('--fill', 'needs --format canvas or moodle');
  await withCourse(slug, async ({ database, id, title }) => {
    if (wish.format === 'manual') {
      const { columns, rows } = await manualCourse(database, id);
      return writeNamed(wish.out, writeManual(columns, rows));
    }
    const sheet = courseSheet({ slug, title }, await gradesOfCourse(database, id), await loadRoster(database, id));
    if (!into) return writeNamed(wish.out, written(sheet, wish));
    const fill = wish.format === 'canvas' ? fillCanvas : fillMoodle;
    const options = { assignment: wish.assignment ?? '', column: wish.column };
    const { content, filled, notes } = fill(into.bytes, into.file, sheet, options);
    await writeNamed(wish.out, content);
    process.stderr.write([`${filled} grades filled in`, ...notes.map((words) => visible(words, 300)), ''].join('\n'));
  });
}

function written(sheet: GradeSheet, { format, excel = false }: Wish): string {
  if (format === 'csv' || format === 'manual') return gradesCsv(sheet, { bom: excel });
  return { json: gradesJson, canvas: canvasCsv, moodle: moodleCsv }[format](sheet);
}
