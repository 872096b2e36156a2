/** `npm run chaos`: exit code 1 when anything was lost, doubled or left over. */
import { parseArgs } from 'node:util';
import { table } from '#workers/cli/table.ts';
import { chaos } from './chaos.ts';
import { FAULTS, LEFT_OUT } from './faults.ts';

const usage = `npm run chaos [-- options]   pushes while things break; afterwards nothing is lost, and nothing is twice
  --repositories N   in all, shared out among the faults (default 40)
  --seed N           decides who pushes what (default: from the clock; printed)
  --only FAULT       one of ${FAULTS.map(({ name }) => name).join(', ')}
  --help
${LEFT_OUT}
`;

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: { repositories: text, seed: text, only: text, help: { type: 'boolean', default: false } },
});
const faults = FAULTS.filter(({ name }) => values.only === undefined || values.only === name);
const repositories = Number(values.repositories ?? 40);
const seed = Number(values.seed ?? Date.now() % 100_000);
const isValid = faults.length > 0 && [repositories, seed].every(Number.isSafeInteger) && repositories > 0;

if (values.help || !isValid) {
  process.stdout.write(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  const onProgress = (words: string) => void process.stderr.write(`${words}\n`);
  onProgress(`seed ${seed}\n${LEFT_OUT}`);
  const outcomes = await chaos({ faults, repositories, seed, onProgress });
  const rows = outcomes.map(({ fault, repositories: n, proof, wrong }) => [
    ...[fault, String(n), wrong.length === 0 ? 'well' : `WRONG: ${wrong.join('; ')}`, proof],
  ]);
  process.stdout.write(`${table([['fault', 'repositories', 'afterwards', 'proof'], ...rows])}\n`);
  if (outcomes.some(({ wrong }) => wrong.length > 0)) process.exitCode = 1;
}
