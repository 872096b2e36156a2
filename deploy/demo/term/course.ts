import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const day = 86_400_000;

/** What is due when, in days from now: one is over, one is near, one is far. */
const due = { 'm02-gradebook': -1, 'm05-crawler': 2, 'm14-fastlog': 12 } as const;

/** The course of the demo: the one that ships with the product, with staff, dates and a late policy. Answers its folder. */
export async function writeCourse(data: string, now: Date): Promise<string> {
  const folder = join(data, 'course');
  await cp(join(import.meta.dirname, '../../../course'), folder, { recursive: true });
  const assignments = Object.entries(due).map(
    ([slug, days]) => `  - { folder: ${slug}, due: "${local(now, days)}", cutoff: "${local(now, days + 7)}" }`,
  );
  await writeFile(join(folder, 'course.yaml'), [head, ...assignments, ''].join('\n'));
  return folder;
}

/** Half an hour before midnight, so that the days of history around it are clear. */
function local(now: Date, days: number): string {
  return `${new Date(now.getTime() + days * day).toISOString().slice(0, 10)} 23:30`;
}

/** When the first assignment was due. */
export function firstDue(now: Date): Date {
  return new Date(`${local(now, due['m02-gradebook']).replace(' ', 'T')}:00Z`);
}

const head = `title: Go in twenty modules
slug: go
timezone: UTC
organisation: example-classroom
staff:
  teacher: teacher
  assistant: { role: assistant, sections: [A] }
late: { per-day: 10%, cap: 50%, grace: 10m, slip-days: 3, slip-days-each: 1 }
assignments:`;

/** The teacher gives more weight to one criterion than to another: grades would move, so it waits for a decision. */
export function changePoints(folder: string): Promise<void> {
  return change(join(folder, 'm02-gradebook/assignment.yaml'), [
    ['points: 35', 'points: 25'],
    ['points: 15', 'points: 25'],
  ]);
}

/** The teacher finds one test too strict: what was judged by it is graded again. */
export function changeTests(folder: string): Promise<void> {
  return change(join(folder, 'm05-crawler/assignment.yaml'), [
    ['run: ^TestResult', 'run: ^TestResultOf'],
    ['        TestResult: 6\n', ''],
    [/ {6}hints:\n {8}TestResult: .*\n/, ''],
  ]);
}

async function change(file: string, edits: readonly (readonly [from: string | RegExp, to: string])[]): Promise<void> {
  let text = await readFile(file, 'utf8');
  for (const [from, to] of edits) {
    const before = text;
    text = text.replace(from, to);
    if (text === before) throw new Error(`${file} has nothing like ${from}, which the demo changes`);
  }
  await writeFile(file, text);
}
