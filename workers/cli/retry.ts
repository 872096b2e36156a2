import type { Command } from 'commander';
import { openGround } from '#services/boot.ts';
import { retryReports } from '#services/classroom/reports/revive.ts';
import { retryGivenUp } from '#services/classroom/runs/retry.ts';
import { readConfig } from '#services/platform/config.ts';
import { transaction } from '#services/platform/database.ts';
import { openLog } from '#services/platform/log.ts';

export function retryCommand(program: Command): void {
  program
    .command('retry')
    .description('grade again what failed on our side, or had no files from GitHub, and was given up')
    .option('--cause <text>', 'only where the cause, as told or in detail, contains this')
    .option('--course <slug>', 'only of this course')
    .option('--reports', 'grade nothing: tell GitHub again what it refused to be told')
    .action(retry);
}

async function retry({ reports, ...wish }: { cause?: string; course?: string; reports?: true }): Promise<void> {
  const config = await readConfig();
  const ground = await openGround(config, openLog(config.logLevel), 'web', () => undefined);
  try {
    const actor = { login: 'command line' };
    const again = reports
      ? await transaction(ground.database, (tx) => retryReports(tx, wish, actor))
      : await retryGivenUp(ground.database, wish, actor);
    if (again.length > 0) await ground.bells[reports ? 'reporting' : 'grading'].ring();
    process.stdout.write(retriedText(again, reports ? 'report' : 'run'));
  } finally {
    await ground.close();
  }
}

/** How many runs or reports wait again, by what they were given up for. */
export function retriedText(again: readonly { readonly why: string }[], what: 'run' | 'report'): string {
  if (again.length === 0) return `Nothing was given up that fits: no ${what} waits again.\n`;
  const causes = [...Map.groupBy(again, ({ why }) => why)].sort(([, one], [, other]) => other.length - one.length);
  const lines = causes.map(([why, { length }]) => `${String(length).padStart(6)}  ${why || 'no cause was kept'}\n`);
  return `${again.length} ${again.length === 1 ? `${what} waits` : `${what}s wait`} again. They were given up for:\n${lines.join('')}`;
}
