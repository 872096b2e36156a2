import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { InvalidInput } from '#services/platform/errors.ts';
import { noRules } from '../rules/document.ts';
import { readCourse, readCourseDir } from './read.ts';

const small = 'title: Go\norganisation: Example-Class\nassignments: [m01-hello]\n';

test('three lines suffice, and everything else has a default', () => {
  expect(readCourse(small, 'Go-2027').document).toEqual({
    slug: 'go-2027',
    title: 'Go',
    timeZone: 'UTC',
    weight: 1,
    organisations: ['example-class'],
    classrooms: ['go-2027'],
    naming: ['<slug>-<login>', '<slug>.<login>'],
    repositories: {},
    staff: [],
    assignments: [{ folder: 'm01-hello', groups: undefined, rules: noRules }],
  });
});

test('a term is words for people', () => {
  expect(readCourse(`${small}term: autumn 2026\n`, 'go').document.term).toBe('autumn 2026');
  expect(() => readCourse(`${small}term: 2026\n`, 'go')).toThrow(/term/);
});

test('names of GitHub are kept in lower case, because GitHub does not tell upper from lower', () => {
  const text = `${small}repositories:\n  Example/Ada: {assignment: m01-hello, student: AdaL}\n`;
  expect(readCourse(text, 'go').document.repositories).toEqual({
    'example/ada': { assignment: 'm01-hello', kind: 'student', name: 'adal' },
  });
});

test('an assignment listed under groups belongs to groups, and the others then do not', () => {
  const text = 'title: Go\norganisation: o\nassignments: [one, two]\ngroups: [two]\n';
  expect(readCourse(text, 'go').document.assignments).toMatchObject([
    { folder: 'one', groups: false },
    { folder: 'two', groups: true },
  ]);
});

const wrong: [what: string, text: string, place: string, hint: RegExp][] = [
  ['a mistyped field', `${small}timezon: UTC\n`, '4:1 timezon', /did you mean timezone/],
  ['no organisation', 'title: Go\nassignments: []\n', '1:1 ', /lacks organisation/],
  ['a weight that is none', `${small}weight: 0\n`, '4:1 weight', /0\.1/],
  ['an unknown time zone', `${small}timezone: Europa/Berlin\n`, '4:1 timezone', /Europe\/Berlin/],
  ['a pattern without slug', `${small}naming: [<login>]\n`, '4:10 naming[0]', /needs <slug>/],
  ['a pattern without owner', `${small}naming: [hw-<slug>]\n`, '4:10 naming[0]', /<login> or <team>/],
  ['a pattern with two owners', `${small}naming: [<slug>-<login>-<team>]\n`, '4:10 naming[0]', /one of them/],
  ['an unknown placeholder', `${small}naming: [<slug>-<user>]\n`, '4:10 naming[0]', /<user> is not known; use <slug>/],
  ['touching placeholders', `${small}naming: [<slug><login>]\n`, '4:10 naming[0]', /between two placeholders/],
  ['a slash in a pattern', `${small}naming: [o/<slug>-<login>]\n`, '4:10 naming[0]', /not "o\/"/],
  ['a folder outside', 'title: Go\norganisation: o\nassignments: [../x]\n', '3:15 assignments[0]', /must look like/],
  ['a folder twice', 'title: Go\norganisation: o\nassignments: [a, a]\n', '3:18 assignments[1]', /twice/],
  ['a group that is no assignment', `${small}groups: [m02]\n`, '4:10 groups[0]', /not among/],
  [
    'a mapping without owner',
    `${small}repositories:\n  o/x: {assignment: m01-hello}\n`,
    '5:3 repositories.o/x',
    /student or group/,
  ],
  [
    'a mapping without assignment',
    `${small}repositories:\n  o/x: {student: a}\n`,
    '5:3 repositories.o/x',
    /needs assignment/,
  ],
  [
    'a mapping that ignores an owner',
    `${small}repositories:\n  o/x: {ignore: true, student: a}\n`,
    '5:3 repositories.o/x',
    /one of them/,
  ],
  ['a mapping of no full name', `${small}repositories:\n  x: {ignore: true}\n`, '5:3 repositories.x', /owner\/name/],
  [
    'a mapping twice',
    `${small}repositories:\n  o/x: {ignore: true}\n  O/X: {ignore: true}\n`,
    '6:3 repositories.O/X',
    /twice/,
  ],
  ['broken YAML', 'title: [\n', '2:1 ', /Flow sequence/],
  ['no mapping at all', '- title\n', '1:1 ', /must be object/],
];

test.each(wrong)('%s is named with line, column, field and what would be right', (_, text, place, hint) => {
  const problems = problemsOf(() => readCourse(text, 'go'));
  expect(problems.map((p) => `${p.line}:${p.column} ${p.field}`)).toContain(place);
  expect(problems.map((p) => p.message).join('\n')).toMatch(hint);
});

test('all problems are listed, not only the first', () => {
  const text = `${small}timezone: Mars\nnaming: [<login>, <slug>]\n`;
  expect(problemsOf(() => readCourse(text, 'go'))).toHaveLength(3);
});

test('a folder is read with its own name as slug, and a folder without course.yaml says so', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'course-'));
  try {
    await mkdir(join(dir, 'go'));
    await expect(readCourseDir(join(dir, 'go'))).rejects.toThrow(/course\.yaml: is missing/);
    await writeFile(join(dir, 'go', 'course.yaml'), small);
    expect((await readCourseDir(join(dir, 'go'))).document.slug).toBe('go');
  } finally {
    await rm(dir, { recursive: true });
  }
});

function problemsOf(read: () => unknown) {
  try {
    read();
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems;
    throw error;
  }
  throw new Error('nothing was wrong');
}
