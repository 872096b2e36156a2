import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { goTotals, sum, unhandledTotals, vitestTotals } from './totals.ts';

const root = `${import.meta.dirname}/../..`;
const recorded = (name: string) => readFileSync(new URL(`testdata/${name}`, import.meta.url), 'utf8');

describe('what vitest reports', () => {
  test('a file that does not load and a failing hook are failures, also where no test failed', () => {
    expect(vitestTotals(recorded('vitest.json'))).toMatchObject({ passed: 2, failed: 4, skipped: 3 });
  });

  test('a failure comes with its file, its name and what it printed', () => {
    expect(vitestTotals(recorded('vitest.json')).failures).toEqual([
      'a.test.ts fails\nAssertionError: 1 is not 2',
      'b.test.ts\nCannot find module',
      'c.test.ts\n',
      'd.test.ts\n',
    ]);
  });

  test('an error outside of every test is a failure, though the report knows nothing of it', () => {
    const folder = mkdtempSync(`${tmpdir()}/pushmark-unhandled-`);
    const quiet =
      "import { test } from 'vitest'; test('passes', () => { Promise.reject(new Error('nobody waits')); });";
    writeFileSync(`${folder}/a.test.ts`, quiet);
    symlinkSync(`${root}/node_modules`, `${folder}/node_modules`);
    const reporters = ['--reporter=json', `--reporter=${import.meta.dirname}/unhandled.ts`];
    const vitest = [`${root}/node_modules/vitest/vitest.mjs`, 'run', `--root=${folder}`, ...reporters];
    const ended = spawnSync(process.execPath, [...vitest, `--outputFile.json=${folder}/a.vitest.json`], {
      env: { PATH: process.env.PATH, PUSHMARK_UNHANDLED: `${folder}/a.unhandled.json` },
    });
    expect(ended.status).toBe(1);
    const written = (name: string) => readFileSync(`${folder}/${name}`, 'utf8');
    expect(vitestTotals(written('a.vitest.json'))).toMatchObject({ passed: 1, failed: 0 });
    expect(unhandledTotals(written('a.unhandled.json'))).toMatchObject({
      failed: 1,
      failures: [expect.stringMatching(/outside of every test\n.*nobody waits/s)],
    });
    rmSync(folder, { recursive: true });
  });
});

describe('what go test reports', () => {
  const totals = goTotals(recorded('go.events.json'));

  test('subtests count, and packages that did not build or crashed', () => {
    expect(totals).toMatchObject({ passed: 1, failed: 4, skipped: 1 });
  });

  test('a failure comes with what it printed', () => {
    expect(totals.failures).toContainEqual(expect.stringMatching(/^m\.TestA\/x\n.*m_test.go:5: boo/s));
    expect(totals.failures).toContainEqual(expect.stringMatching(/^m\/bad\n.*cannot use "x"/s));
    expect(totals.failures).toContainEqual(expect.stringMatching(/^m\/crash\n.*exit status 3/s));
  });
});

test('totals add up', () => {
  const one = { passed: 1, failed: 2, skipped: 3, failures: ['a'] };
  expect(sum([one, one])).toEqual({ passed: 2, failed: 4, skipped: 6, failures: ['a', 'a'] });
});

describe('the summary', () => {
  const summary = (...files: readonly string[]) => {
    const args = ['summary.ts', ...files.map((name) => `testdata/${name}`)];
    const { stdout, status } = spawnSync(process.execPath, args, { cwd: import.meta.dirname, encoding: 'utf8' });
    return { last: stdout.trimEnd().split('\n').at(-1), status };
  };

  test('ends with a line that says how many passed and failed, and fails when one did', () => {
    expect(summary('go.events.json')).toEqual({ last: '1 passed, 4 failed, 1 skipped', status: 1 });
  });

  test('counts a runner that left no result as a failure', () => {
    expect(summary('passing.events.json')).toEqual({ last: '1 passed, 0 failed, 0 skipped', status: 0 });
    expect(summary('passing.events.json', 'absent.vitest.json').last).toBe('1 passed, 1 failed, 0 skipped');
  });
});
