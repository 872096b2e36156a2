/** `npm run chaos`: exit code 1 when anything was lost, doubled or left over. */
import { parseArgs } from 'node:util';
import { untilStopped } from '#services/platform/stopping.ts';
import { table } from '#workers/cli/table.ts';
import { chaos, type Outcome } from './chaos.ts';
import { FAULTS } from './faults.ts';
import { type OwnEngine, ownEngine } from './own/engine.ts';

const names = FAULTS.map(({ name }) => name).join(', ');
const usage = `npm run chaos [-- options]   pushes while things break; afterwards nothing is lost, and nothing is twice
  --repositories N   for 'together', which every fault is part of (default 40)
  --alone N          for each fault alone (default 4)
  --seed N           decides who pushes what (default: from the clock; printed)
  --only FAULTS      of ${names}
  --help
PostgreSQL, Redis, GitHub, webs and workers are its own. For faults of Docker it starts an engine of its own (as root),
and loads the sandbox images into it; where it cannot, these faults are left out, which it says; with CI=true it fails.
`;

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: { repositories: text, alone: text, seed: text, only: text, help: { type: 'boolean', default: false } },
});
const asked = values.only?.split(',') ?? FAULTS.map(({ name }) => name);
const faults = asked.flatMap((name) => FAULTS.filter((fault) => fault.name === name));
const repositories = Number(values.repositories ?? 40);
const alone = Number(values.alone ?? 4);
const seed = Number(values.seed ?? Date.now() % 100_000);
const numbers = [repositories, alone, seed].every(Number.isSafeInteger) && Math.min(repositories, alone) > 1;
const isValid = numbers && faults.length === asked.length;

if (values.help || !isValid) {
  process.stdout.write(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  process.exitCode = await run();
}

async function run(): Promise<number> {
  const { stopped } = untilStopped();
  const onProgress = (words: string) => void process.stderr.write(`${words}\n`);
  onProgress(`seed ${seed}`);
  const engine = faults.some((fault) => fault.engine) ? await engineOrWhyNot() : undefined;
  const left = typeof engine === 'string' ? faults.filter((fault) => fault.engine) : [];
  const loud = left.length > 0 ? `LEFT OUT: ${left.map(({ name }) => name).join(', ')}: ${engine}\n` : '';
  process.stderr.write(loud);
  const possible = faults.filter((fault) => !left.includes(fault));
  const own = typeof engine === 'string' ? undefined : engine;
  const options = { faults: possible, repositories, alone, seed, onProgress, stopped, engine: own };
  const outcomes = await chaos(options).finally(() => own?.close());
  if (!outcomes) {
    onProgress('interrupted: what was started is stopped');
    process.exit(130);
  }
  process.stdout.write(`${show(outcomes)}\n${loud}`);
  return outcomes.some(({ wrong }) => wrong.length > 0) ? 1 : 0;
}

/** A run that leaves something out is for a person to judge: where nobody looks it fails instead. */
async function engineOrWhyNot(): Promise<OwnEngine | string> {
  try {
    return await ownEngine();
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    return `no engine of its own could be started: ${(error as Error).message}`;
  }
}

function show(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ fault, repositories: n, seconds, proof, wrong }) => {
    const afterwards = wrong.length === 0 ? 'well' : `WRONG: ${wrong.join('; ')}`;
    return [fault, String(n), `${seconds} s`, afterwards, proof];
  });
  return table([['fault', 'repositories', 'took', 'afterwards', 'proof'], ...rows]);
}
