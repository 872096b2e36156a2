import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { readAssignmentDir } from '#services/classroom/assignment/read.ts';
import { treeDigest } from '#services/classroom/trees.ts';
import { readConfig } from '#services/platform/config.ts';
import { grade } from '#workers/grading/grade.ts';
import { seedOf } from '#workers/grading/seed.ts';
import { openBench } from './bench.ts';
import { interruptSignal } from './interrupt.ts';
import { progressLine } from './progress.ts';
import { renderResult } from './render.ts';
import { resultOf } from './result.ts';
import { readSubmission } from './submission.ts';
import { styleFor } from './table.ts';

interface Options {
  readonly assignment: string;
  readonly json?: boolean;
  readonly seed?: string;
}

export function gradeCommand(program: Command): void {
  program
    .command('grade')
    .description('grade a folder as the server would grade a push of it')
    .argument('<submission>', 'folder with the code')
    .requiredOption('--assignment <folder>', 'folder with assignment.yaml')
    .option('--json', 'print one JSON document')
    .option('--seed <hex>', 'the seed of an earlier run, to repeat it', seedOption)
    .action(gradeFolder);
}

async function gradeFolder(folder: string, options: Options): Promise<void> {
  const signal = interruptSignal();
  const assignment = await readAssignmentDir(options.assignment);
  const submitted = await readSubmission(folder);
  const bench = await openBench(await readConfig());
  const line = progressLine(process.stderr);
  const seed = options.seed ?? seedOf(bench.secret, assignment.judging, treeDigest(submitted));
  try {
    const run = await grade({ ...bench, assignment, submitted, seed, signal, onProgress: (event) => line.show(event) });
    line.done();
    const style = styleFor(process.stdout);
    const text = options.json ? `${JSON.stringify(resultOf(assignment, run))}\n` : renderResult(assignment, run, style);
    process.stdout.write(text);
  } finally {
    line.done();
  }
}

function seedOption(value: string): string {
  if (!/^[0-9a-f]{1,16}$/i.test(value)) throw new InvalidArgumentError('A seed is 1 to 16 hex digits.');
  return value.toLowerCase();
}
