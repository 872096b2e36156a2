/**
 * Adds up what the test runners wrote, shows what failed, and ends with one line that people and CI read:
 * `N passed, N failed, N skipped`. Arguments: `*.vitest.json` (vitest's json reporter), `*.unhandled.json` (unhandled.ts)
 * and `*.events.json` (`go test -json`). A runner that left no whole result counts as one failure. Exits 1 when anything failed or nothing passed.
 */
import { readFileSync } from 'node:fs';
import { goTotals, sum, type Totals, unhandledTotals, vitestTotals } from './totals.ts';

const readers: Readonly<Record<string, (text: string) => Totals>> = {
  vitest: vitestTotals,
  unhandled: unhandledTotals,
  events: goTotals,
};

function read(file: string): Totals {
  try {
    const kind = /\.(\w+)\.json$/.exec(file)?.[1] ?? '';
    const reader = readers[kind];
    if (!reader) throw new Error(`${file} is not named after a kind of result: ${Object.keys(readers).join(', ')}`);
    return reader(readFileSync(file, 'utf8'));
  } catch (error) {
    return { passed: 0, failed: 1, skipped: 0, failures: [`no result: ${(error as Error).message}`] };
  }
}

const all = process.argv.slice(2).map((file) => ({ file, totals: read(file) }));
for (const { file, totals } of all) {
  for (const failure of totals.failures) console.log(`FAILED ${failure}`);
  console.log(
    `${file.replace(/.*\//, '')}: ${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`,
  );
}
const total = sum(all.map(({ totals }) => totals));
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
