import type { Command } from 'commander';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import { readableProblem } from '#services/classroom/assignment/linked.ts';
import { sealingProblem } from '#services/classroom/assignment/lock.ts';
import { readAssignmentDir } from '#services/classroom/assignment/read.ts';
import { readConfig } from '#services/platform/config.ts';
import { type Bench, openBench } from './bench.ts';
import { benchmarkHints } from './benchmark-hints.ts';
import { type CandidateReport, checkAssignment } from './check-assignment.ts';
import { checkText } from './check-text.ts';
import { EXIT } from './exit.ts';
import { interruptSignal } from './interrupt.ts';
import { progressLine } from './progress.ts';
import { decideWays, lockWords, outsideWords, sealWords, writeLock } from './seal.ts';
import { styleFor } from './table.ts';

export function checkCommand(program: Command): void {
  program
    .command('check')
    .description('grade the reference, the starter and every planted solution of assignments')
    .argument('<assignments...>', 'folders with assignment.yaml')
    .option('--again', 'compare sealed with linked judging also where the lock file holds')
    .action(checkFolders);
}

async function checkFolders(
  folders: readonly string[],
  { again = false }: { readonly again?: boolean },
): Promise<void> {
  const signal = interruptSignal();
  const assignments = await Promise.all(folders.map(readAssignmentDir));
  // One solution is graded at a time.
  const bench = await openBench(await readConfig(), 1);
  let failed = false;
  try {
    for (const [i, read] of assignments.entries()) {
      const { assignment, words, broken } = await sealed(folders[i]!, read, bench, signal, again);
      const reports = await checkShown(assignment, bench, signal);
      const said = {
        judging: [...outsideWords(assignment), ...words],
        hints: await benchmarkHints(assignment, { ...bench, signal }),
      };
      process.stdout.write(checkText(assignment, reports, said, bench.processors, styleFor(process.stdout)));
      failed ||= broken || !isKept(assignment, reports);
    }
  } finally {
    await bench.sandbox.close();
  }
  if (failed) process.exitCode = EXIT.failed;
}

interface Locked {
  readonly assignment: Assignment;
  readonly words: readonly string[];
  /** The assignment wants all tests sealed, and some are not. */
  readonly broken: boolean;
}

/** Makes a lock where there is none that holds, before anything is graded by it. */
async function sealed(
  dir: string,
  read: Assignment,
  bench: Bench,
  signal: AbortSignal,
  again: boolean,
): Promise<Locked> {
  const { state } = read.lock;
  const isBroken = (one: Assignment) => one.document.judging === 'sealed' && sealingProblem(one.lock) !== undefined;
  if (state === 'off' || (state === 'valid' && !again))
    return { assignment: read, words: lockWords(read), broken: isBroken(read) };
  const line = progressLine(process.stderr);
  try {
    const report = await decideWays(read, bench, signal, (name) => line.say(`${name}: judged both ways …`));
    const assignment = await writeLock(dir, read, report.decisions);
    return { assignment, words: sealWords(report), broken: isBroken(assignment) };
  } finally {
    line.done();
  }
}

async function checkShown(assignment: Assignment, bench: Bench, signal: AbortSignal): Promise<CandidateReport[]> {
  const line = progressLine(process.stderr);
  try {
    return await checkAssignment(assignment, bench, signal, (name, event) => line.show(event, `${name}: `));
  } finally {
    line.done();
  }
}

/** Whether an assignment may be used: its solutions earn what they should, and nobody can read its linked tests. */
export function isKept(assignment: Assignment, reports: readonly Pick<CandidateReport, 'holds'>[]): boolean {
  return readableProblem(assignment) === undefined && reports.every(({ holds }) => holds);
}
