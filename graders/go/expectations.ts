import type { Expectation } from '../check.ts';
import type { RunOutcome } from '../steps/run.ts';
import type { TestsStep } from '../steps/tests.ts';

/**
 * What the reference passes, from a recording step (`tests: null`) and its outcome: tests, examples, fuzz targets and
 * their subtests, parents before their subtests. What it skips is not expected, nor what it fails; the caller decides
 * whether a failure is worth a complaint (`failures`).
 */
export function expectations(step: TestsStep, run: RunOutcome): readonly Expectation[] {
  const verdicts = verdictsByName(run);
  const names = [...verdicts.keys()].filter((name) => proves(name, verdicts));
  const parents = names.filter((name) => !name.includes('/'));
  // A record arrives when a test ends, its subtests' before its own.
  const ordered = parents.flatMap((parent) => [parent, ...names.filter((name) => name.startsWith(`${parent}/`))]);
  return ordered.map((test) => ({ dir: step.dir, test }));
}

/** Where there is no reference that could pass: every test that its program lists, as a whole, unless it is skipped. */
export function unproven(step: TestsStep, run: RunOutcome): readonly Expectation[] {
  const verdicts = verdictsByName(run);
  const names = run.listed.filter((name) => !name.startsWith('Benchmark') && verdicts.get(name) !== 'skip');
  return names.map((test) => ({ dir: step.dir, test }));
}

/** A pass, but not that of a test whose subtests were all skipped: Go lets it pass although it tried nothing. */
function proves(name: string, verdicts: ReadonlyMap<string, string>): boolean {
  if (verdicts.get(name) !== 'pass') return false;
  const below = [...verdicts].filter(([other]) => other.startsWith(`${name}/`));
  return below.length === 0 || below.some(([, verdict]) => verdict === 'pass');
}

/** Tests of the reference that failed or did not end while it was recorded, by name. */
export function failures(run: RunOutcome): readonly string[] {
  const verdicts = verdictsByName(run);
  const failed = [...verdicts].filter(([, verdict]) => verdict === 'fail').map(([name]) => name);
  const absent = run.listed.filter((name) => !verdicts.has(name) && !name.startsWith('Benchmark'));
  return [...failed, ...absent, ...run.notRun.filter((name) => !absent.includes(name))];
}

/** The worst verdict of each name: fail, skip, pass. */
function verdictsByName(run: RunOutcome): ReadonlyMap<string, 'pass' | 'fail' | 'skip'> {
  const verdicts = new Map<string, 'pass' | 'fail' | 'skip'>();
  for (const record of run.processes.flatMap((process) => process.records)) {
    const before = verdicts.get(record.name);
    const worse = before === 'fail' || (before === 'skip' && record.verdict === 'pass');
    if (!worse) verdicts.set(record.name, record.verdict);
  }
  return verdicts;
}
