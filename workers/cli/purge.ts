import { type Command, InvalidArgumentError } from 'commander';
import { openOwner } from '#services/boot.ts';
import { type Purged, purge } from '#services/classroom/retention/purge.ts';
import { readConfig } from '#services/platform/config.ts';
import { openLog } from '#services/platform/log.ts';

export function purgeCommand(program: Command): void {
  program
    .command('purge')
    .description('delete the files and texts of old commits; grades stay. Says what it would do until --yes')
    .requiredOption('--course <slug>', 'the course')
    .requiredOption('--before <date>', 'commits that arrived before this day, e.g. 2026-08-01 (UTC)', readDay)
    .option('--yes', 'do it; it cannot be undone')
    .action(run);
}

/** A day as `2026-08-01`, its beginning in UTC; tomorrow and later are mistakes. */
export function readDay(text: string): Date {
  const day = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text))
    throw new InvalidArgumentError('must be a day, year-month-day, e.g. 2026-08-01.');
  if (day.getTime() > Date.now()) throw new InvalidArgumentError('lies in the future: everything would be deleted.');
  return day;
}

async function run({ course, before, yes = false }: { course: string; before: Date; yes?: boolean }): Promise<void> {
  const config = await readConfig();
  const owner = await openOwner(config, openLog(config.logLevel));
  try {
    const purged = await purge(owner.database, { course, before }, yes);
    if (purged) process.stdout.write(purgedText(purged, yes));
    else {
      process.stderr.write(`There is no course ${course}.\n`);
      process.exitCode = 1;
    }
  } finally {
    await owner.close();
  }
}

/** What was deleted, or would be, in words. */
export function purgedText({ submissions, criteria, contents, bytes }: Purged, done: boolean): string {
  if (submissions + contents === 0) return 'There is nothing to delete.\n';
  const size = bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  const words = `the files of ${submissions} commits, the texts of ${criteria} results, ${contents} pieces of content (${size})`;
  if (done)
    return `Deleted: ${words}. PostgreSQL gives the space back for new content; VACUUM FULL gives it to the disk.\n`;
  return `Would delete: ${words}. Grades, attempts and times stay. Nothing was changed; --yes does it.\n`;
}
