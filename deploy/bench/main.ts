/** `npm run bench`: what grading costs here. Nothing is asserted: the figures are for people. */
import { parseArgs } from 'node:util';
import { interruptSignal } from '#workers/cli/interrupt.ts';
import { pollBench, showPoll } from './burst/poll.ts';
import { burstBench, SLUG, showBurst } from './burst.ts';
import { compare, showComparison } from './compare.ts';
import { gradebookBench, showGradebook } from './gradebook.ts';
import { NAMES } from './load/assignments.ts';
import { profileBench, showProfile } from './profile.ts';
import { pushBench, showPush } from './push.ts';

const usage = `npm run bench [-- compare] [options]   the same submissions by bare go, by Pushmark, with a shared cache
npm run bench -- push [options]        from git push to the completed check run, by the whole product
npm run bench -- burst [options]       a thousand pushes in a minute
npm run bench -- gradebook [options]   how long a large course's pages take
npm run bench -- profile [options]     where the time of a submission goes, step by step
  --assignments a,b  of the course (m02-gradebook, …) or generated-small, generated-wide
  --rounds N         submissions of each by each way, one at a time (default 7); push: pushes of each (default 20)
  --block N          submissions of a saturated block (default 10; 0: none)
  --cold N           submissions with a cold container for each check; each takes minutes of processor time (default 1)
  --repositories N   burst: two pushes from each (default 500)
  --seconds N        burst: in which they come (default 60)
  --intake poll      burst: without webhooks, from GitHub's log of deliveries; up to the receipt
  --delay N          burst: milliseconds instead of judging (default 20), or none: judge
  --patience N       burst: seconds for which reports, or receipts, are waited for (default 60)
  --students N       gradebook: of the course (default 500), with 20 assignments and three attempts each
  --json             one JSON document instead of tables
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    assignments: { type: 'string' },
    rounds: { type: 'string' },
    block: { type: 'string' },
    cold: { type: 'string' },
    repositories: { type: 'string' },
    seconds: { type: 'string' },
    intake: { type: 'string' },
    delay: { type: 'string' },
    patience: { type: 'string' },
    students: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const signal = interruptSignal();
const onProgress = (words: string) => process.stderr.write(`${words}\n`);

const benches: Readonly<Record<string, () => Promise<readonly [unknown, string]>>> = {
  async compare() {
    const comparison = await compare({
      assignments: values.assignments?.split(',') ?? NAMES,
      rounds: Number(values.rounds ?? 7),
      block: Number(values.block ?? 10),
      cold: Number(values.cold ?? 1),
      ...{ onProgress, signal },
    });
    return [comparison, showComparison(comparison)];
  },
  async push() {
    const assignments = values.assignments?.split(',') ?? ['m02-gradebook', 'm05-crawler'];
    const report = await pushBench({ assignments, count: Number(values.rounds ?? 20), onProgress, signal });
    return [report, showPush(report)];
  },
  async gradebook() {
    const size = { students: Number(values.students ?? 500), assignments: 20, attempts: 3 };
    const report = await gradebookBench({ ...size, rounds: Number(values.rounds ?? 9), onProgress, signal });
    return [report, showGradebook(report)];
  },
  async profile() {
    const assignments = values.assignments?.split(',') ?? NAMES;
    const report = await profileBench({ assignments, rounds: Number(values.rounds ?? 7), onProgress, signal });
    return [report, showProfile(report)];
  },
  async burst() {
    const load = {
      repositories: Number(values.repositories ?? 500),
      seconds: Number(values.seconds ?? 60),
      patienceMs: 1000 * Number(values.patience ?? 60),
      ...{ onProgress, signal },
    };
    if (values.intake === 'poll') {
      const polled = await pollBench({ ...load, slug: SLUG });
      return [polled, showPoll(polled)];
    }
    const delayMs = values.delay === 'none' ? undefined : Number(values.delay ?? 20);
    const report = await burstBench({ ...load, delayMs });
    return [report, showBurst(report)];
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
