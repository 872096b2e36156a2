/**
 * Nothing of an export is lost silently. Each field of a full sample is changed, one after the other: either what the
 * import makes of it changes as well, or the report names the field.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { tree } from '#services/classroom/trees.ts';
import { importClassroom } from './classroom.ts';
import { readExport } from './export.ts';

type Json = Record<string, unknown>;

const url = 'https://github.example/x';
const repository = (id: number, name: string) => ({
  ...{ id, name, full_name: `School/${name}`, html_url: url, node_id: 'R_1', private: true, default_branch: 'main' },
});
const room = { id: 7, name: 'Go 2026', archived: false, url };
const counts = { accepted: 2, submitted: 2, passing: 1 };
const assignment = (id: number, slug: string, type: string, more: Json) => ({
  ...{ id, public_repo: false, title: slug, type, invite_link: url, invitations_enabled: true, slug },
  ...{ students_are_repo_admins: false, feedback_pull_requests_enabled: true, max_teams: null, max_members: null },
  ...{ editor: null, language: 'Go', deadline: '2026-11-20T22:59:00Z', classroom: room, ...counts, ...more },
});
const hello = assignment(71, 'hello', 'individual', {});
const team = assignment(72, 'team', 'group', { max_teams: 9, max_members: 4, editor: 'codespaces' });
const student = (id: number, login: string) => ({ id, login, name: `${login} name`, avatar_url: url, html_url: url });
const accepted = (name: string, of: Json, ...students: Json[]) => ({
  ...{ id: 1, submitted: true, passing: false, commit_count: 3, grade: '5/10', students },
  ...{ repository: repository(9, name), assignment: of },
});
const header =
  'assignment_name,assignment_url,starter_code_url,github_username,roster_identifier,student_repository_name,student_repository_url,submission_timestamp,points_awarded,points_available,group_name';

/** As facts of the published format say: GitHub's classroom-export-utility and `gh classroom`. */
const sample: Record<string, unknown> = {
  'classrooms.json': [room],
  'classroom-7/classroom.json': {
    ...room,
    organization: { id: 1, login: 'School', node_id: 'O_1', html_url: url, name: 'The school', avatar_url: url },
  },
  'classroom-7/assignments.json': [hello, team],
  'classroom-7/assignment-71/assignment.json': { ...hello, starter_code_repository: repository(5, 'hello-starter') },
  'classroom-7/assignment-71/accepted-assignments.json': [
    accepted('hello-ada', hello, student(101, 'ada')),
    accepted('hello-ben', hello, student(102, 'ben')),
  ],
  'classroom-7/assignment-71/grades.csv': `${header}\nhello,${url},${url},ada,s1,hello-ada,${url},2026-11-01,5,10,\nhello,,,,s9,,,,,,\n`,
  'classroom-7/assignment-72/assignment.json': { ...team, starter_code_repository: repository(6, 'team-starter') },
  'classroom-7/assignment-72/accepted-assignments.json': [
    accepted('whales-work', team, student(101, 'ada'), student(102, 'ben')),
  ],
  'classroom-7/assignment-72/grades.csv': `${header}\nteam,${url},${url},ada,s1,whales-work,${url},2026-11-02,7,10,whales\n`,
};
const json = {
  tests: [
    { name: 'A', setup: 'make', run: 'go run .', input: '1', output: '2', comparison: 'exact', timeout: 10, points: 5 },
    { name: 'B', setup: '', run: 'go run . -x', input: '', output: '3', comparison: 'regex', timeout: 1, points: 1 },
  ],
};
const grader = { 'setup-command': 'make', input: '1', 'expected-output': '2', 'comparison-method': 'exact' };
const workflow = {
  ...{ name: 'Autograding Tests', on: ['push'], permissions: { checks: 'write' } },
  jobs: {
    'run-autograding-tests': {
      ...{ name: 'Tests', 'runs-on': 'ubuntu-latest', if: 'true' },
      steps: [
        { name: 'Go', id: 'go', uses: 'actions/setup-go@v5', with: { 'go-version': '1.21', cache: false } },
        {
          ...{ name: 'Greets', id: 'greets', uses: 'classroom-resources/autograding-io-grader@v1', env: { X: '1' } },
          with: { 'test-name': 'Greets', ...grader, command: 'go run .', timeout: 10, 'max-score': 5 },
        },
      ],
    },
  },
};

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'pushmark-lost-'));
  for (const path of Object.keys(sample)) await mkdir(join(dir, dirname(path)), { recursive: true });
  for (const [path, content] of Object.entries(sample)) await lay(path, content);
});
afterAll(() => rm(dir, { recursive: true }));

const lay = (path: string, content: unknown) =>
  writeFile(join(dir, path), typeof content === 'string' ? content : JSON.stringify(content));

type Form = readonly [path: string, text: string];

/** All that the import makes, and the report of it. */
async function made([path, text]: Form = ['.github/classroom/autograding.json', JSON.stringify(json)]) {
  const code = { 'go.mod': 'module hello\n', 'main.go': 'package main\n\nfunc main() {}\n', [path]: text };
  const starter = tree(Object.entries(code).map(([name, content]) => [name, Buffer.from(content)]));
  const { files } = importClassroom(await readExport(dir), 'go', () => starter);
  const texts = [...files].filter(([name]) => !name.includes('.github'));
  const whole = texts.map(([name, content]) => `${name}\n${Buffer.from(content)}`).join('\n');
  return { whole, report: Buffer.from(files.get('IMPORT.md')!).toString() };
}

/** Every leaf of a value, as a copy in which it alone is another. */
function* changed(value: unknown, path: readonly string[] = []): Generator<{ path: string[]; value: unknown }> {
  if (typeof value !== 'object' || value === null) return yield { path: [...path], value: other(value, path.at(-1)) };
  for (const [key, child] of Object.entries(value)) {
    for (const one of changed(child, [...path, key])) {
      const copy = Array.isArray(value) ? [...value] : { ...value };
      (copy as Json)[key] = one.value;
      yield { path: one.path, value: copy };
    }
  }
}

function other(value: unknown, key = ''): unknown {
  if (key === 'type') return value === 'group' ? 'individual' : 'group';
  if (key === 'deadline') return '2026-12-24T22:59:00Z';
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (key === 'grade') return '6/10';
  return typeof value === 'string' ? `${value}x` : 3;
}

function isTold(report: string, path: readonly string[]): boolean {
  const words = [...report.matchAll(/`([^`]+)`:/g)].flatMap(([, fields = '']) => fields.split(/[,.]\s*|\s+/));
  return path.some((step) => !/^\d+$/.test(step) && words.includes(step));
}

test.each(Object.keys(sample).filter((path) => path.endsWith('.json')))('of %s', async (file) => {
  const before = await made();
  const lost: string[] = [];
  for (const { path, value } of changed(sample[file])) {
    await lay(file, value);
    const after = await made().catch(() => undefined);
    if (after?.whole === before.whole && !isTold(before.report, path)) lost.push(path.join('.'));
  }
  await lay(file, sample[file]);
  expect(lost).toEqual([]);
});

test.each(Object.keys(sample).filter((path) => path.endsWith('.csv')))('of %s', async (file) => {
  const before = await made();
  const [head = '', ...rows] = (sample[file] as string).trim().split('\n');
  const lost: string[] = [];
  for (const [i, name] of head.split(',').entries()) {
    const cells = rows[0]!.split(',').map((cell, at) => (at === i ? `${cell}9` : cell));
    await lay(file, [head, cells.join(','), ...rows.slice(1), ''].join('\n'));
    if ((await made()).whole === before.whole && !isTold(before.report, [name])) lost.push(name);
  }
  await lay(file, sample[file]);
  expect(lost).toEqual([]);
});

const forms = [
  ['autograding.json', json, (value: unknown): Form => ['.github/classroom/autograding.json', JSON.stringify(value)]],
  ['a workflow', workflow, (value: unknown): Form => ['.github/workflows/classroom.yml', stringify(value)]],
] as const;

test.each(forms)('of the tests in %s', async (_, value, form) => {
  const before = await made(form(value));
  const lost: string[] = [];
  for (const one of changed(value)) {
    if ((await made(form(one.value))).whole === before.whole && !isTold(before.report, one.path))
      lost.push(one.path.join('.'));
  }
  expect(lost).toEqual([]);
});

/** A field that nobody has heard of, in every object. */
function surprised(value: unknown, at = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => surprised(one, at));
  if (typeof value !== 'object' || value === null) return value;
  const own = Object.entries(value).map(([key, child]) => [key, surprised(child, `${at}-${key}`)]);
  return { ...Object.fromEntries(own), [`surprise${at}`]: 1 };
}

test('a field that is not known is told by its name', async () => {
  for (const [path, content] of Object.entries(sample)) {
    await lay(
      path,
      typeof content === 'string' ? content.replace('group_name', 'group_name,surprise-csv') : surprised(content),
    );
  }
  const { report } = await made(forms[0][2](surprised(json)));
  for (const name of [
    ...[
      'surprise',
      'surprise-organization',
      'surprise-starter_code_repository',
      'surprise-students',
      'surprise-repository',
    ],
    ...['surprise-tests', 'surprise-csv'],
  ])
    expect(report).toMatch(new RegExp(`[\`.]${name}\``));
  const { report: other_ } = await made(forms[1][2](surprised(workflow)));
  const job = 'surprise-jobs-run-autograding-tests';
  for (const name of ['surprise', job, `${job}-steps`, `${job}-steps-with`]) expect(other_).toContain(`${name}\``);
});
