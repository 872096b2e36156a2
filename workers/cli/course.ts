import { access, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { type CourseFile, readCourse, readCourseDir } from '#services/classroom/course/read.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import { nextTerm } from './next-term.ts';

export function courseCommand(program: Command): void {
  program
    .command('course')
    .description('work with the folder of a course')
    .command('copy')
    .description("make next term's folder from the last one's: course.yaml and its assignments")
    .argument('<from>', 'folder of course.yaml')
    .argument('<to>', 'folder to make; it must not exist yet, or be empty')
    .requiredOption('--slug <slug>', 'of the new course, in addresses and repository names')
    .option('--title <title>', 'of the new course; the same by default')
    .option('--term <term>', 'when it is taught, e.g. "spring 2027"; without it none is said')
    .option('--shift <days>', 'moves all dates, e.g. 364d; without it they are taken out')
    .action(copy);
}

interface CopyOptions {
  readonly slug: string;
  readonly title?: string;
  readonly term?: string;
  readonly shift?: string;
}

async function copy(from: string, to: string, { slug, title, term, shift }: CopyOptions): Promise<void> {
  const last = await readCourseDir(from);
  const shiftDays = daysOf(shift);
  if ((await readdir(to).catch(() => [])).length > 0) throw wrong(to, 'is not empty; nothing is ever overwritten');
  const text = nextTerm(await readFile(join(from, 'course.yaml'), 'utf8'), { slug, title, term, shiftDays });
  // What is laid down is valid, or nothing is.
  const next = readCourse(text, slug, join(to, 'course.yaml'));
  const folders = last.document.assignments.map(({ folder }) => folder);
  for (const folder of folders)
    await access(join(from, folder)).catch(() => Promise.reject(wrong(join(from, folder), 'is missing')));
  await mkdir(to, { recursive: true });
  for (const folder of folders) {
    await mkdir(dirname(join(to, folder)), { recursive: true });
    await cp(join(from, folder), join(to, folder), { recursive: true, errorOnExist: true, force: false });
  }
  await writeFile(join(to, 'course.yaml'), text, { flag: 'wx' });
  process.stdout.write(said(to, folders.length, last, next));
}

function daysOf(shift: string | undefined): number | undefined {
  if (shift === undefined) return undefined;
  const [, days] = /^(-?\d{1,4})d?$/.exec(shift) ?? [];
  if (days === undefined)
    throw wrong('--shift', 'is a number of days, e.g. 364d: the same day of the week a year later');
  return Number(days);
}

function said(to: string, count: number, last: CourseFile, next: CourseFile): string {
  const hints = [
    ...(sharesNames(last, next)
      ? [
          'Its repositories would be called like those of the last term: take another organisation, or <classroom> in naming.',
        ]
      : []),
    ...(last.document.term && !next.document.term
      ? [`It was the term ${last.document.term}: say which it is now, with term: in course.yaml.`]
      : []),
    `Look through ${join(to, 'course.yaml')}, then: pushmark sync ${to}`,
  ];
  return [`${to} is the course ${next.document.slug} now, with ${count} assignments.`, ...hints, ''].join('\n');
}

function sharesNames({ document: a }: CourseFile, { document: b }: CourseFile): boolean {
  const sameClassroom = a.classrooms.some((name) => b.classrooms.includes(name));
  const tellsApart = !sameClassroom && b.naming.every((pattern) => pattern.includes('<classroom>'));
  return !tellsApart && a.organisations.some((name) => b.organisations.includes(name));
}

function wrong(file: string, message: string): InvalidInput {
  return new InvalidInput([{ file, line: 0, column: 0, field: '', message }]);
}
