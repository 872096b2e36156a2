import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { DemoStudent } from './classroom/students.ts';
import type { GitHubStandIn } from './github/index.ts';

/** One student's push and what became of it. */
export interface DemoPush {
  readonly student: DemoStudent;
  readonly repository: string;
  phase: string;
  sha: string | undefined;
  pushedAt: number | undefined;
  /** From the end of `git push` to the completed check run. */
  seconds: number | undefined;
  score: number | undefined;
  maxScore: number | undefined;
  asExpected: boolean | undefined;
}

const course = join(import.meta.dirname, '../../course');
const classroom = join(import.meta.dirname, 'classroom');

/** Makes the student's repository from the starter, as accepting the assignment did. */
export async function accept(github: GitHubStandIn, student: DemoStudent): Promise<DemoPush> {
  const repository = `${student.assignment}-${student.login}`;
  await github.createUser(student.login);
  const from = join(course, student.assignment, 'starter');
  await github.createRepository({ name: repository, from, writers: [student.login], feedbackPullRequest: true });
  return { student, repository, phase: 'accepted', ...nothing };
}

/** Commits the student's work and pushes it with real git. */
export async function pushWork(github: GitHubStandIn, push: DemoPush): Promise<void> {
  const { student, repository } = push;
  const files = await workOf(student);
  push.phase = 'pushing';
  const { sha } = await github.push({ repository, user: student.login, files, message: 'Hand in' });
  Object.assign(push, { sha, pushedAt: performance.now(), phase: 'pushed' });
}

const nothing = {
  ...{ sha: undefined, pushedAt: undefined, seconds: undefined },
  ...{ score: undefined, maxScore: undefined, asExpected: undefined },
};

/** The files of a student: the base from the course, and what the demo keeps for them on top. */
async function workOf(student: DemoStudent): Promise<Record<string, Buffer>> {
  const assignment = join(course, student.assignment);
  const reference = student.base.startsWith('wrong/') ? await filesBelow(join(assignment, 'reference')) : {};
  const base = await filesBelow(join(assignment, student.base));
  return { ...reference, ...base, ...(await filesBelow(join(classroom, student.login))) };
}

async function filesBelow(folder: string): Promise<Record<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [relative(folder, path), await readFile(path)] as const)),
  );
}
