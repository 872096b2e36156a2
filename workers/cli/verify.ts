import { type Command, InvalidArgumentError } from 'commander';
import { openToRead } from '#services/boot.ts';
import { findRecorded } from '#services/classroom/runs/recorded.ts';
import { keptSeedSecret } from '#services/classroom/runs/secret.ts';
import { databaseStore } from '#services/classroom/store.ts';
import { readConfig } from '#services/platform/config.ts';
import type { Database } from '#services/platform/database.ts';
import { InfrastructureError } from '#services/platform/errors.ts';
import { openLog } from '#services/platform/log.ts';
import { type Verification, verifyRun } from '#workers/grading/verify.ts';
import { openBench } from './bench.ts';
import { EXIT } from './exit.ts';
import { interruptSignal } from './interrupt.ts';
import { progressLine } from './progress.ts';
import { type Style, styleFor, table } from './table.ts';

interface Wish {
  readonly json?: boolean;
  readonly tolerance: number;
}

export function verifyCommand(program: Command): void {
  program
    .command('verify')
    .description('judge a stored run again, and say where it comes out otherwise than recorded; changes nothing')
    .argument('<run>', 'its number', runNumber)
    .option('--json', 'print one JSON document')
    .option('--tolerance <share>', 'credits this close count as equal: what is measured in time varies', share, 0)
    .action(verify);
}

async function verify(run: number, { json, tolerance }: Wish): Promise<void> {
  const config = await readConfig();
  const { database, close } = await openToRead(config, openLog(config.logLevel));
  const line = progressLine(process.stderr);
  try {
    const verification = await verified(database, run, async () => {
      const { sandbox, images, hasImages } = await openBench(config);
      const secret = await keptSeedSecret(database);
      const onProgress = line.show;
      return { sandbox, images, hasImages, secret, tolerance, signal: interruptSignal(), onProgress };
    });
    line.done();
    const text = json ? `${JSON.stringify(verification)}\n` : verifiedText(verification, styleFor(process.stdout));
    process.stdout.write(text);
    if ('refused' in verification || !verification.same) process.exitCode = EXIT.failed;
  } finally {
    line.done();
    await close();
  }
}

type Means = Omit<Parameters<typeof verifyRun>[0], 'store'>;

/** Docker is asked for only once there is a run to judge. */
async function verified(database: Database, run: number, means: () => Promise<Means>): Promise<Verification> {
  const recorded = await findRecorded(database, run).catch(notMigrated);
  if (!recorded) return { run, refused: 'there is no such run' };
  return verifyRun({ ...(await means()), store: databaseStore(database) }, recorded);
}

/** Codes of: no such table, no such column. */
const OLDER: ReadonlySet<string> = new Set(['42P01', '42703']);

function notMigrated(error: Error & { readonly code?: string }): never {
  if (!OLDER.has(error.code ?? '')) throw error;
  throw new InfrastructureError('The database is older than this version. Bring it up to date: pushmark migrate');
}

/** The table of differences, or that there is none; before it, what is no longer as it was. */
function verifiedText(verification: Verification, style: Style): string {
  const name = `Run ${verification.run}`;
  if ('refused' in verification) return `${name} ${style('red', 'cannot be judged again')}: ${verification.refused}\n`;
  const { same, differences, changed } = verification;
  const notes = changed.map((words) => `${style('yellow', 'Note:')} ${words}.\n`).join('');
  if (same) return `${notes}${name}: ${style('green', 'the same')} credits, cases and endings as recorded.\n`;
  const rows = differences.map(({ criterion, what, recorded, again }) => [criterion || 'run', what, recorded, again]);
  const shown = table([['criterion', 'what', 'recorded', 'judged again'], ...rows]);
  return `${notes}${name}: ${style('red', 'not the same')}\n\n${shown}\n`;
}

function runNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('A run is named by its number, as on its page.');
  return Number(text);
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) throw new InvalidArgumentError('A share is between 0 and 1.');
  return value;
}
