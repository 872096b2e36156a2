import type { Command } from 'commander';
import { openGround, openOwner } from '#services/boot.ts';
import { web } from '#services/main.ts';
import { readConfig } from '#services/platform/config.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import { openLog } from '#services/platform/log.ts';
import { untilStopped } from '#services/platform/stopping.ts';
import { report, work } from '#workers/main.ts';
import { startServing, syncFolder } from '#workers/serve.ts';
import { syncText } from './sync-text.ts';

/** The commands that run the service. All settings come from the environment; see README.md. */
export function serverCommands(program: Command): void {
  program.command('serve').description('run web and workers in one process').action(serve);
  program.command('web').description('run the web process: webhook and pages').action(web);
  program
    .command('worker')
    .description('run a worker: grading and reporting')
    .option('--no-reports', 'leave reporting to reporters')
    .action(work);
  program.command('reporter').description('run a reporter: tells GitHub the results, without Docker').action(report);
  program.command('migrate').description('bring the database up to date').action(bringUpToDate);
  program
    .command('sync')
    .description('take over a course: course.yaml and its assignments')
    .argument('[folder]', 'folder of course.yaml; PUSHMARK_COURSE unless given')
    .action(sync);
}

async function serve(): Promise<void> {
  const config = await readConfig();
  const stopping = untilStopped();
  const serving = await startServing(config, openLog(config.logLevel), stopping.stop);
  if (serving.synced) process.stderr.write(syncText(serving.synced));
  else process.stderr.write(`No course.yaml in ${config.course}: set PUSHMARK_COURSE, or run: pushmark sync FOLDER\n`);
  process.stderr.write(`Pushmark is at ${serving.url}\n`);
  if (serving.setupUrl) process.stderr.write(`Set it up at ${serving.setupUrl}\n`);
  await stopping.stopped;
  process.stderr.write('Finishing what is being graded; again to stop at once\n');
  await serving.stop();
}

async function bringUpToDate(): Promise<void> {
  const config = await readConfig();
  const owner = await openOwner(config, openLog(config.logLevel));
  await owner.close();
  process.stderr.write('The database is up to date.\n');
}

async function sync(folder: string | undefined): Promise<void> {
  const config = await readConfig(folder ? { ...process.env, PUSHMARK_COURSE: folder } : process.env);
  const ground = await openGround(config, openLog(config.logLevel), 'web', () => undefined);
  try {
    const summary = await syncFolder(ground);
    const missing = { file: `${config.course}/course.yaml`, line: 0, column: 0, field: '', message: 'is missing' };
    if (!summary) throw new InvalidInput([missing]);
    process.stdout.write(syncText(summary));
    if (summary.broken.length > 0) process.exitCode = 2;
  } finally {
    await ground.close();
  }
}
