import { expect, test } from 'vitest';
import type { CourseDocument } from '#services/classroom/course/document.ts';
import { type KnownCourse, matchRepository } from './match.ts';

const legacy = known(['<slug>-<login>'], ['lab', 'lab-1', 'm02-gradebook', 'cafe.v2']);
const teams = known(['<slug>-<login>', '<slug>-<team>'], ['solo', 'crawler', 'both'], { solo: false, crawler: true });
const classroom50 = known(['<classroom>-<slug>-<login>'], ['hw-1', 'go-hw-1', 'hw']);
const ours = known(['<slug>.<login>'], ['lab', 'lab.1', 'lab-1']);

const table: [name: string, courses: KnownCourse, expected: string][] = [
  // GitHub Classroom, one student
  ['school/m02-gradebook-ada', legacy, 'm02-gradebook of student ada'],
  ['School/M02-Gradebook-Ada-L', legacy, 'm02-gradebook of student ada-l'],
  ['school/m02-gradebook-ada_corp', legacy, 'm02-gradebook of student ada_corp'],
  ['school/lab-ada', legacy, 'lab of student ada'],
  ['school/lab-1-anna', legacy, 'ambiguous: lab of student 1-anna | lab-1 of student anna'],
  ['school/cafe.v2-ada', legacy, 'cafe.v2 of student ada'],
  ['school/cafexv2-ada', legacy, 'unmatched'],
  ['school/m02-gradebook', legacy, 'unmatched'],
  ['school/m02-gradebook-', legacy, 'unmatched'],
  ['school/m02-gradebook--ada', legacy, 'unmatched'],
  ['school/m02-gradebook-ada.wiki', legacy, 'unmatched'],
  [`school/lab-${'a'.repeat(39)}`, legacy, `lab of student ${'a'.repeat(39)}`],
  [`school/lab-${'a'.repeat(40)}`, legacy, 'unmatched'],
  ['school/old-m02-gradebook-ada', legacy, 'unmatched'],
  ['elsewhere/m02-gradebook-ada', legacy, 'unmatched'],
  ['school/__proto__', legacy, 'unmatched'],
  ['no-slash', legacy, 'unmatched'],
  ['', legacy, 'unmatched'],
  // GitHub Classroom, teams beside students
  ['school/crawler-the-gophers', teams, 'crawler of group the-gophers'],
  ['school/crawler-team.7_x', teams, 'crawler of group team.7_x'],
  ['school/solo-ada', teams, 'solo of student ada'],
  ['school/both-ada', teams, 'ambiguous: both of student ada | both of group ada'],
  // Classroom 50
  ['school/go-hw-1-ada', classroom50, 'ambiguous: hw-1 of student ada | hw of student 1-ada'],
  ['school/go-hw-ada', classroom50, 'hw of student ada'],
  ['school/go-go-hw-1-ada', classroom50, 'go-hw-1 of student ada'],
  ['school/rust-hw-ada', classroom50, 'unmatched'],
  ['school/hw-ada', classroom50, 'unmatched'],
  // our own: a login has no dot, so the last dot ends the slug
  ['school/lab-1.anna', ours, 'lab-1 of student anna'],
  ['school/lab.1.anna', ours, 'lab.1 of student anna'],
  ['school/lab.anna', ours, 'lab of student anna'],
];

test.each(table)('%s', (name, course, expected) => {
  expect(summary(name, [course])).toBe(expected);
});

test('an explicit mapping wins over the patterns, in any organisation and any case', () => {
  const course = known(
    ['<slug>-<login>'],
    ['lab', 'lab-1'],
    {},
    {
      'school/lab-1-anna': { assignment: 'lab-1', kind: 'student', name: 'anna' },
      'other/thing': { assignment: 'lab', kind: 'group', name: 'gophers' },
    },
  );
  expect(summary('School/Lab-1-Anna', [course])).toBe('lab-1 of student anna');
  expect(summary('other/thing', [course])).toBe('lab of group gophers');
  expect(matchRepository('other/thing', [course])).toMatchObject({ by: 'mapped' });
});

test('a repository that course.yaml says to ignore is matched by no pattern', () => {
  const course = known(['<slug>-<login>'], ['lab'], {}, { 'school/lab-starter': { ignore: true } });
  expect(matchRepository('school/lab-starter', [course])).toEqual({
    match: 'unmatched',
    ignored: true,
    reason: 'course.yaml says to ignore this repository',
  });
});

test('what one course says to ignore may be of another', () => {
  const ignoring = known(['<slug>-<login>'], ['lab'], {}, { 'school/lab-ada': { ignore: true } });
  const other = {
    ...known(['<slug>-<login>'], ['lab']),
    course: { ...known(['<slug>-<login>'], []).course, slug: 'x' },
  };
  expect(summary('school/lab-ada', [ignoring, other])).toBe('lab of student ada');
  expect(summary('school/lab-eve', [ignoring, other])).toMatch(/^ambiguous/);
});

test('a mapping to an assignment that takes no hand-ins matches nothing and says which', () => {
  const course = known(
    ['<slug>-<login>'],
    ['lab'],
    {},
    {
      'school/x': { assignment: 'gone', kind: 'student', name: 'ada' },
    },
  );
  expect(matchRepository('school/x', [course])).toMatchObject({
    match: 'unmatched',
    reason: expect.stringContaining('gone'),
  });
});

test('two patterns that read the same are one reading', () => {
  expect(summary('school/lab-ada', [known(['<slug>-<login>', 'x-<slug>-<login>'], ['lab'])])).toBe(
    'lab of student ada',
  );
  expect(summary('school/lab-ada', [known(['<slug>-<login>', '<slug>-<login>'], ['lab'])])).toBe('lab of student ada');
});

test('two courses of one organisation that both read a name make it ambiguous', () => {
  const spring = { ...legacy, course: { ...legacy.course, slug: 'spring' } };
  expect(summary('school/m02-gradebook-ada', [legacy, spring])).toMatch(/^ambiguous/);
});

test('the reason tells the teacher where to settle an ambiguity', () => {
  expect(matchRepository('school/lab-1-anna', [legacy]).reason).toContain('under repositories in course.yaml');
});

test('a name made to be slow to match is answered at once', () => {
  const began = process.cpuUsage();
  expect(summary(`school/lab-${'a-'.repeat(50_000)}!`, [legacy, teams])).toBe('unmatched');
  expect(process.cpuUsage(began).user).toBeLessThan(500_000);
});

function known(
  naming: string[],
  slugs: string[],
  groups: Record<string, boolean> = {},
  repositories: CourseDocument['repositories'] = {},
): KnownCourse {
  return {
    course: { slug: 'go', organisations: ['school'], classrooms: ['go'], naming, repositories },
    assignments: slugs.map((slug) => ({ slug, groups: groups[slug] })),
  };
}

function summary(name: string, courses: KnownCourse[]): string {
  const match = matchRepository(name, courses);
  const words = (r: { assignment: string; kind: string; name: string }) => `${r.assignment} of ${r.kind} ${r.name}`;
  if (match.match === 'matched') return words(match.reading);
  return match.match === 'ambiguous' ? `ambiguous: ${match.candidates.map(words).join(' | ')}` : 'unmatched';
}
