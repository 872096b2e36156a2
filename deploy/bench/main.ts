/** `npm run bench`: what grading costs here. Nothing is asserted: the figures are for people. */
import { parseArgs } from 'node:util';
import { compare, showComparison } from './compare.ts';
import { NAMES } from './load/assignments.ts';

const usage = `npm run bench [-- compare] [options]   the same submissions by bare go, by Pushmark, with a shared cache
  --assignments a,b  of the course (m02-gradebook, …) or generated-small, generated-wide
  --rounds N         submissions of each by each way, one at a time (default 7)
  --block N          submissions of a saturated block (default 10; 0: none)
  --cold N           submissions with a cold container for each check; each takes minutes of processor time (default 1)
  --json             one JSON document instead of tables
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    assignments: { type: 'string' },
    rounds: { type: 'string' },
    block: { type: 'string' },
    cold: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const onProgress = (words: string) => process.stderr.write(`${words}\n`);

const benches: Readonly<Record<string, () => Promise<readonly [unknown, string]>>> = {
  async compare() {
    const comparison = await compare({
      assignments: values.assignments?.split(',') ?? NAMES,
      rounds: Number(values.rounds ?? 7),
      block: Number(values.block ?? 10),
      cold: Number(values.cold ?? 1),
      onProgress,
    });
    return [comparison, showComparison(comparison)];
  },
};

const bench = benches[positionals[0] ?? 'compare'];
if (values.help || !bench) {
  process.stdout.write(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  const [document, words] = await bench();
  process.stdout.write(values.json ? `${JSON.stringify(document)}\n` : words);
}
