import { mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { readAssignment } from '#services/classroom/assignment/read.ts';
import type { FileTree } from '#services/classroom/trees.ts';
import { readConfig } from '#services/platform/config.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import { neededAllowance } from './allowance.ts';
import { openBench } from './bench.ts';
import { interruptSignal } from './interrupt.ts';
import { newAssignment } from './new-assignment.ts';
import { emptyBodies } from './starter.ts';
import { readSubmission } from './submission.ts';

export function initCommand(program: Command): void {
  program
    .command('init')
    .description('turn a solution and its _test.go files into an assignment, in place')
    .argument('<folder>', 'folder with go.mod, the solution and its tests')
    .action(initFolder);
}

async function initFolder(folder: string): Promise<void> {
  const signal = interruptSignal();
  const solution = await readSolution(folder);
  const bench = await openBench(await readConfig());
  const starter = await emptyBodies(solution, bench, signal);
  const allow = await neededAllowance(solution, bench, signal);
  const slug = basename(resolve(folder));
  const assignment = newAssignment(slug, solution, starter, allow);
  // What is laid down is valid, or nothing is.
  readAssignment(assignment, slug, join(folder, 'assignment.yaml'));
  await replaceFiles(folder, solution, assignment);
  process.stdout.write(`${folder} is an assignment now: its tests are in tests/, the solution in reference/, and starter/ has
the same declarations without function bodies. Describe the task in README.md and the rubric in assignment.yaml, then:
  pushmark check ${folder}
`);
}

async function readSolution(folder: string): Promise<FileTree> {
  const solution = await readSubmission(folder);
  const problems = [
    ...(solution.has('assignment.yaml') ? ['is an assignment already: it has assignment.yaml'] : []),
    ...(solution.has('go.mod') ? [] : ['needs a go.mod: run `go mod init` there']),
    ...([...solution.keys()].some((path) => path.endsWith('_test.go'))
      ? []
      : ['needs tests: files ending in _test.go']),
  ];
  const place = { file: folder, line: 0, column: 0, field: '' };
  if (problems.length > 0) throw new InvalidInput(problems.map((message) => ({ ...place, message })));
  return solution;
}

/** Everything is written before anything goes, so an interruption loses nothing. */
async function replaceFiles(folder: string, before: FileTree, after: FileTree): Promise<void> {
  for (const [path, content] of after) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.new`, content);
    await rename(`${file}.new`, file);
  }
  for (const path of before.keys()) if (!after.has(path)) await rm(join(folder, path));
  await removeEmpty(folder, before);
}

async function removeEmpty(folder: string, before: FileTree): Promise<void> {
  const directories = new Set([...before.keys()].flatMap((path) => ancestors(path)));
  const deepestFirst = [...directories].sort((a, b) => b.length - a.length);
  // One that still holds something stays.
  for (const path of deepestFirst) await rmdir(join(folder, path)).catch(() => undefined);
}

function ancestors(path: string): string[] {
  const parent = dirname(path);
  return parent === '.' ? [] : [parent, ...ancestors(parent)];
}
