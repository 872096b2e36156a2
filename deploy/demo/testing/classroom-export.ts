/** A classroom as GitHub Classroom left it: what its export utility wrote, and some of its repositories at GitHub. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { GitHubStandIn } from '../github/index.ts';

const run = promisify(execFile);

export interface OldClassroom {
  /** The folder of the export. */
  readonly dir: string;
  /** Accepted the assignment; the last one's repository has a name that does not say so. */
  readonly students: readonly string[];
  /** Of the last student. */
  readonly oddRepository: string;
  /** What the assignment begins with. */
  readonly starter: Readonly<Record<string, string>>;
}

const organization = 'gopher-school';
const greets = 'package main\n\nimport "fmt"\n\nfunc main() {\n\tfmt.Println("Hello")\n}\n';
const autograding = {
  tests: [
    { name: 'Greets', setup: '', run: 'go run .', input: 'ada', output: 'Hello', comparison: 'included', points: 4 },
    {
      name: 'By name',
      setup: '',
      run: 'go run .',
      input: 'ada',
      output: 'Hello, ada!',
      comparison: 'exact',
      points: 6,
    },
  ],
};
const starter = {
  'go.mod': 'module example.com/hello\n\ngo 1.26\n',
  'main.go': greets,
  'README.md': '# Hello\n\nGreet whoever is named on standard input.\n',
  '.github/classroom/autograding.json': JSON.stringify(autograding),
  '.github/workflows/classroom.yml': 'name: Autograding\non: [push]\njobs: {}\n',
};

/** `existing`: how many of the students' repositories there are at GitHub; the last student's is always there. */
export async function oldClassroom(
  github: GitHubStandIn,
  dir: string,
  size: { readonly students: number; readonly existing: number },
): Promise<OldClassroom> {
  const students = Array.from({ length: size.students }, (_, i) => `pupil-${String(i + 1).padStart(3, '0')}`);
  const repositories = students.map((login, i) => `hello-${login}${i + 1 === size.students ? '-1' : ''}`);
  await github.createRepository({ name: 'hello-starter', files: starter, writers: ['olga'], isTemplate: true });
  for (const [i, login] of students.entries()) {
    github.createUser(login);
    if (i < size.students - size.existing) continue;
    const writers = { writers: [login], admins: ['olga'] };
    await github.createRepository({ name: repositories[i]!, files: starter, ...writers, feedbackPullRequest: true });
  }
  await writeExport(dir, students, repositories);
  return { dir, students, oddRepository: repositories.at(-1)!, starter };
}

/** As the utility lays it out; what is not read is left out. */
async function writeExport(dir: string, students: readonly string[], repositories: readonly string[]): Promise<void> {
  const assignment = { id: 71, title: 'Hello', type: 'individual', slug: 'hello', deadline: null };
  const code = { starter_code_repository: { full_name: `${organization}/hello-starter` } };
  const accepted = students.map((login, i) => ({
    id: 1000 + i,
    students: [{ login, name: `Pupil ${i + 1}` }],
    repository: { id: 5000 + i, full_name: `${organization}/${repositories[i]}` },
  }));
  const grades = students.map((login, i) => `Hello,${login},student-${i + 1},${repositories[i]}`);
  const room = 'classroom-7';
  await put(dir, {
    'classrooms.json': JSON.stringify([{ id: 7, name: 'Go 2026' }]),
    [`${room}/classroom.json`]: JSON.stringify({ id: 7, name: 'Go 2026', organization: { login: organization } }),
    [`${room}/assignments.json`]: JSON.stringify([assignment]),
    [`${room}/assignment-71/assignment.json`]: JSON.stringify({ ...assignment, ...code }),
    [`${room}/assignment-71/accepted-assignments.json`]: JSON.stringify(accepted),
    [`${room}/assignment-71/grades.csv`]: [
      'assignment_name,github_username,roster_identifier,student_repository_name',
      ...grades,
    ].join('\n'),
  });
}

/** What whoever knows GitHub does with a starter: clones it, as olga. */
export async function cloneStarter({ gitUrl }: GitHubStandIn, token: string, into: string): Promise<void> {
  const from = new URL(`${gitUrl}/${organization}/hello-starter.git`);
  Object.assign(from, { username: 'olga', password: token });
  await run('git', ['clone', '--quiet', '--depth', '1', from.href, join(into, 'hello-starter')]);
}

async function put(dir: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), content);
  }
}
