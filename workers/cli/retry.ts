import type { Command } from 'commander';
import { openGround } from '#services/boot.ts';
import { type RetriedRun, retryGivenUp } from '#services/classroom/runs/retry.ts';
import { readConfig } from '#services/platform/config.ts';
import { openLog } from '#services/platform/log.ts';

export function retryCommand(program: Command): void {
  program
    .command('retry')
    .description('grade again what failed on our side, or had no files from GitHub, and was given up')
    .option('--cause <text>', 'only where the cause, as told or in detail, contains this')
    .option('--course <slug>', 'only of this course')
    .action(retry);
}

async function retry(wish: { cause?: string; course?: string }): Promise<void> {
  const config = await readConfig();
  const ground = await openGround(config, openLog(config.logLevel), 'web', () => undefined);
  try {
    const runs = await retryGivenUp(ground.database, wish, { login: 'command line' });
    if (runs.length > 0) await ground.bells.grading.ring();
    process.stdout.write(retriedText(runs));
  } finally {
    await ground.close();
  }
}

/** How many runs wait again, by what they were given up for. */
export function retriedText(runs: readonly RetriedRun[]): string {
  if (runs.length === 0) return 'Nothing was given up that fits: nothing is graded again.\n';
  const causes = [...Map.groupBy(runs, ({ why }) => why)].sort(([, one], [, other]) => other.length - one.length);
  const lines = causes.map(([why, { length }]) => `${String(length).padStart(6)}  ${why || 'no cause was kept'}\n`);
  return `${runs.length} ${runs.length === 1 ? 'run waits' : 'runs wait'} again. They were given up for:\n${lines.join('')}`;
}
