import { expect, test } from 'vitest';
import { outcomes, process, ran, record } from '../go/recorded.ts';
import type { ProcessOutcome } from '../steps/process.ts';
import type { RunStep } from '../steps/run.ts';
import benchmarks from './index.ts';
import { limits, pairs, speed, student } from './recorded.ts';

const racy = { ...student, goroutines: true };
const race = 'WARNING: DATA RACE\n';

/** What comes of right and fast code whose race build of the tests, or of the benchmark, went so. */
function judgeRaced(raced: Partial<ProcessOutcome>, watched: Partial<ProcessOutcome> = {}) {
  const answer = (step: RunStep) => {
    if (step.kind === 'benchmarks') return ran({ pairs: [pairs(1)] });
    if (step.kind === 'command')
      return ran({ processes: [process('', { records: [], completed: false, ...watched })] });
    return ran({ processes: [process('TestSame', step.race ? raced : {})] });
  };
  return benchmarks.judge(racy, { ...limits, ...speed }, outcomes({ ran: answer }));
}

test('where goroutines are possible the race build runs the required tests, and each benchmark for a bounded time', () => {
  const { run } = benchmarks.plan(racy, { ...speed, pair: '80ms' });
  expect(run.map((step) => [step.kind, 'race' in step && step.race])).toEqual([
    ['tests', false],
    ['tests', true],
    ['command', true],
    ['benchmarks', false],
  ]);
  const args = ['-test.bench=^BenchmarkParse$', '-test.benchtime=800ms'];
  expect(run[2]).toMatchObject({ args: expect.arrayContaining(args) });
  const long = benchmarks.plan(racy, { ...speed, pair: '1s' }).run[2];
  expect(long).toMatchObject({ args: expect.arrayContaining(['-test.benchtime=2000ms']) });
});

test.each([
  ['fails', { exitCode: 1, records: [record('TestSame', 'fail')] }],
  ['meets a race', { exitCode: 66, race, records: [] }],
  ['hangs', { ending: 'timed-out' as const, records: [], completed: false }],
])('a required test that %s in the race build proves nothing right: no points', (_, raced) => {
  expect(judgeRaced({})).toMatchObject({ credit: 1 });
  const summary = expect.stringContaining('only right code can be fast, and 1 of 1 required test did not pass');
  expect(judgeRaced(raced)).toMatchObject({ credit: 0, summary });
});

test.each([
  ['meets a race', { exitCode: 66, stderr: `==================\n${race}` }, 'it meets a data race there'],
  ['fails', { exitCode: 1 }, 'it fails there'],
  ['hangs', { ending: 'timed-out' as const }, 'stopped after 60 s'],
])('a benchmark that %s in the race build earns nothing, for speed and for allocations', (_, watched, words) => {
  const judgement = judgeRaced({}, watched);
  expect(judgement).toMatchObject({ credit: 0, tampering: [] });
  const cause = expect.stringContaining(words);
  expect(judgement.cases.map((one) => one.cause)).toEqual([cause, cause, cause]);
});
