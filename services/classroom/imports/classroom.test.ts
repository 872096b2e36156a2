import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAssignmentDir } from '#services/classroom/assignment/read.ts';
import { readCourseDir } from '#services/classroom/course/read.ts';
import { readGroups } from '#services/classroom/roster/import-groups.ts';
import { readRoster } from '#services/classroom/roster/read.ts';
import { type FileTree, tree } from '#services/classroom/trees.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import { importClassroom } from './classroom.ts';
import { readExport } from './export.ts';

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'pushmark-import-'));
});

afterAll(() => rm(dir, { recursive: true }));

async function lay(folder: string, files: FileTree | Record<string, unknown>): Promise<string> {
  for (const [path, content] of files instanceof Map ? files : Object.entries(files)) {
    await mkdir(dirname(join(dir, folder, path)), { recursive: true });
    await writeFile(
      join(dir, folder, path),
      typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content),
    );
  }
  return join(dir, folder);
}

const student = (id: number, login: string, name = '') => ({ id, login, name, html_url: '' });
const accepted = (repository: string, ...students: object[]) => ({
  id: 1,
  students,
  repository: { id: 9, full_name: repository },
});

// As classroom-export-utility writes it; fields that are not read left out.
const exported = {
  'classrooms.json': [
    { id: 7, name: 'Go 2026' },
    { id: 8, name: 'Other' },
  ],
  'classroom-7/classroom.json': { id: 7, name: 'Go: "2026"', organization: { id: 1, login: 'School' } },
  'classroom-7/assignments.json': [
    { id: 71, title: 'Hello', type: 'individual', slug: 'hello', deadline: '2026-11-20T22:59:00Z' },
    { id: 72, title: 'Team work', type: 'group', slug: 'team-work', deadline: null, max_members: 4 },
    { title: 'Broken' },
  ],
  'classroom-7/assignment-71/assignment.json': {
    id: 71,
    starter_code_repository: { full_name: 'School/hello-starter' },
  },
  'classroom-7/assignment-71/accepted-assignments.json': [
    accepted('School/hello-Ada', student(101, 'Ada', 'Ada Lovelace')),
    accepted('School/hello-ben-1', student(102, 'ben')),
  ],
  'classroom-7/assignment-71/grades.csv':
    'assignment_name,assignment_url,starter_code_url,github_username,roster_identifier,student_repository_name,student_repository_url,submission_timestamp,points_awarded,points_available\nHello,,,Ada,s1,hello-Ada,,2026-11-01,5,10\nHello,,,,s9,,,,,\n',
  'classroom-7/assignment-72/accepted-assignments.json': [
    accepted('School/team-work-whales', student(101, 'Ada'), student(102, 'ben')),
  ],
};

const starter = tree(
  Object.entries({
    'go.mod': 'module hello\n\ngo 1.26\n',
    'main.go': 'package main\n\nfunc main() {}\n',
    'README.md': '# Hello\n',
    '.github/classroom/autograding.json': JSON.stringify({
      tests: [{ name: 'Greets', run: 'go run .', input: '', output: 'Hello', comparison: 'exact', points: 10 }],
    }),
  }).map(([path, text]) => [path, Buffer.from(text)]),
);

const imported = async () =>
  importClassroom(await readExport(await lay('export', exported), 7), 'go-2026', (name) =>
    name === 'School/hello-starter' ? starter : undefined,
  );

test('a classroom becomes a course and assignments that can be read', async () => {
  const { files, counts } = await imported();
  const into = await lay('course', files);
  const { document } = await readCourseDir(into);
  expect(document).toMatchObject({
    ...{ title: 'Go: "2026"', slug: 'go-2026', organisations: ['school'], naming: ['<slug>-<login>', '<slug>-<team>'] },
    // Its name says ben-1, and it is ben's.
    repositories: {
      'school/hello-ben-1': { assignment: 'hello', kind: 'student', name: 'ben' },
      'school/hello-starter': { ignore: true },
    },
    assignments: [
      { folder: 'hello', groups: false, rules: { due: '2026-11-20T22:59:00.000Z' } },
      { folder: 'team-work', groups: true, groupSize: 4 },
    ],
  });
  expect(counts).toEqual({ assignments: 2, people: 3, repositories: 3, mapped: 1 });
  const hello = await readAssignmentDir(join(into, 'hello'));
  expect(hello.document).toMatchObject({
    ...{ title: 'Hello', unsolved: true, template: 'School/hello-starter' },
    rubric: expect.arrayContaining([expect.objectContaining({ name: 'greets', points: 10 })]),
  });
  const penalties = hello.document.rubric.flatMap(({ check, penalty }) => (penalty > 0 ? [[check, penalty]] : []));
  expect(penalties).toEqual([
    ['vet', 0.5],
    ['format', 0.5],
  ]);
  expect([...hello.files.keys()]).toEqual([
    ...['README.md', 'assignment.yaml', 'reference/go.mod', 'reference/main.go'],
    ...['starter/README.md', 'starter/go.mod', 'starter/main.go', 'tests/classroomtests/io_test.go'],
  ]);
  expect((await readAssignmentDir(join(into, 'team-work'))).document.title).toBe('Team work');
});

test('the roster is one that the import takes, with numbers of accounts', async () => {
  const { files } = await imported();
  const { origin, people } = readRoster(files.get('roster.csv')!, 'roster.csv');
  expect(origin).toBe('github-classroom');
  expect(people.map(({ line, ...person }) => person)).toEqual([
    { name: 'Ada Lovelace', institutionId: 's1', login: 'ada', githubId: 101 },
    { name: 'ben', login: 'ben', githubId: 102 },
    // Accepted nothing, so that Classroom knew no login.
    { name: 's9', institutionId: 's9' },
  ]);
});

test('what is left to do is a page, with file, reason and what to do', async () => {
  const { files, left } = await imported();
  const text = Buffer.from(files.get('IMPORT.md')!).toString();
  expect(text).toContain(
    '## hello/reference\n\n- [ ] Classroom knows no solution. Pushes are graded all the same. Put',
  );
  expect(left.find(({ file }) => file === 'team-work/starter')?.why).toBe('assignment-72 names no starter code');
  expect(left.find(({ file }) => file === 'assignments.json')).toMatchObject({ field: 'Broken' });
  expect(text).toContain('pushmark roster groups COURSE groups.csv');
  const groups = readGroups(files.get('groups.csv')!, 'groups.csv');
  expect(groups.map(({ group, login }) => [group, login])).toEqual([
    ['whales', 'ada'],
    ['whales', 'ben'],
  ]);
});

test.each([
  ['a folder that is no export', 'none', undefined, /classrooms\.json: is missing; name the folder/],
  [
    'an export of several classrooms',
    'export',
    undefined,
    /has 2 classrooms; name one with --classroom: 7 \(Go 2026\), 8/,
  ],
  ['a classroom that is not there', 'export', 9, /has 2 classrooms/],
])('refuses %s', async (_, folder, id, words) => {
  await lay('export', exported);
  await expect(readExport(join(dir, folder), id)).rejects.toThrow(words);
  await expect(readExport(join(dir, folder), id)).rejects.toThrow(InvalidInput);
});
