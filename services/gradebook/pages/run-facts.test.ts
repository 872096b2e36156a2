import { expect, test } from 'vitest';
import type { RunResult } from '#services/classroom/results/run.ts';
import { runFacts } from './run-facts.ts';

const run = {
  ...{
    id: 7,
    mode: 'sealed',
    seed: 'abc',
    startedAt: new Date('2026-11-20T12:00:00Z'),
    versions: { go: 'go1.26', image: '' },
  },
  timings: { run: 600, compile: 300, fetch: 100 },
} as unknown as RunResult;

const busy = { worker: 'host/12', cores: 8, load: 0.456, lanes: 4, busy: 3 };
const text = (html: unknown) =>
  String(html)
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

test('phases follow each other from left to right, each with its time, and stand in a table, too', () => {
  const html = String(runFacts(run, [], 'UTC'));
  const bars = [...html.matchAll(/<rect class="bar" x="([\d.]+)" y="\d+" width="([\d.]+)"/g)].map(([, x, wide]) => [
    Number(x),
    Number(wide),
  ]);
  expect(bars).toHaveLength(3);
  for (const [i, [x = 0, wide = 0]] of bars.entries()) if (i < 2) expect(x + wide).toBeCloseTo(bars[i + 1]![0]!, 0);
  expect(html).toContain('<desc>fetch 100 ms, compile 300 ms, run 600 ms</desc>');
  expect(text(html)).toMatch(/Phases of run 7, 1\.0 s in all.*As a table.*fetch 100 ms compile 300 ms run 600 ms/);
});

test('what judged it is told: run, judging, seed, versions, when, on which machine and how busy that was', () => {
  const told = text(
    runFacts(run, [busy, { ...busy, worker: 'other/1', cores: 1, lanes: 1, busy: 1 }], 'Europe/Berlin'),
  );
  expect(told).toContain('run 7 judging sealed seed abc go go1.26 began Fri, 20 Nov 2026, 13:00:00');
  expect(told).toContain('worker host/12 : 3 of 4 lanes busy, load 0.46 on each of 8 cores');
  expect(told).toContain('then other/1 : 1 of 1 lane busy, load 0.46 on each of 1 core');
});

test('a run without timings or machines says what there is', () => {
  expect(text(runFacts({ ...run, timings: {} }, [], 'UTC'))).not.toMatch(/Phases|worker/);
});
