import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepRequestBudget } from '#services/classroom/reports/budget.ts';
import { COUNTS } from '#services/classroom/results/counts.ts';
import { metricsOf } from '#services/monitoring/metrics.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';

interface Panel {
  readonly title: string;
  readonly type: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
}

let database: TestDatabase;
/** Names of all series, and the labels of each. */
const series = new Map<string, Set<string>>();
let panels: readonly Panel[];
let readme: string;

beforeAll(async () => {
  database = await testDatabase();
  await keepRequestBudget(database.web, { installationId: 1, limit: 5000, remaining: 5000, resetsAt: new Date() });
  for (const line of (await metricsOf(database.web).metrics()).split('\n')) {
    const [, name = '', labels = ''] = /^([a-z_0-9]+)(?:\{(.*)\})? /.exec(line) ?? [];
    const known = series.get(name) ?? new Set();
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label);
    series.set(name, known);
  }
  panels = JSON.parse(await readFile(join(import.meta.dirname, 'pushmark.json'), 'utf8')).panels;
  readme = await readFile(join(import.meta.dirname, 'README.md'), 'utf8');
});
afterAll(() => database?.close());

const expressions = () => panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));
const names = (text: string) => [...text.matchAll(/\b(?:pushmark|nodejs|process)_\w+/g)].map(([name]) => name);

test('every metric that the dashboard names exists', () => {
  expect(expressions().length).toBeGreaterThan(15);
  for (const { title, expr } of expressions()) {
    expect([title, names(expr).length > 0, names(expr).filter((name) => !series.has(name))]).toEqual([title, true, []]);
  }
});

test('every label that it groups or selects by exists', () => {
  for (const { title, expr } of expressions()) {
    const grouped = [...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', '));
    const selected = [...expr.matchAll(/\{(\w+)[!=]/g)].map(([, label = '']) => label);
    // `phase` comes with the first graded run, `instance` from Prometheus.
    const known = new Set(['phase', 'instance', ...names(expr).flatMap((name) => [...(series.get(name) ?? [])])]);
    expect([title, [...grouped, ...selected].filter((label) => !known.has(label))]).toEqual([title, []]);
  }
});

test('every metric of ours is on it, and every one that the README wakes somebody for exists', () => {
  const shown = new Set(expressions().flatMap(({ expr }) => names(expr)));
  expect(COUNTS.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  expect(names(readme).filter((name) => !series.has(name))).toEqual([]);
});

test('its panels lie side by side and do not overlap', () => {
  const squares = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
  );
  expect(new Set(squares).size).toBe(squares.length);
  for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
});
