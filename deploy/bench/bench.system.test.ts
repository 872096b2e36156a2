/** That every bench runs and prints what it promises; what it measures is nothing to be asserted. */
import { describe, expect, it } from 'vitest';
import { pollBench, showPoll } from './burst/poll.ts';
import { burstBench, showBurst } from './burst.ts';
import { compare, showComparison } from './compare.ts';
import { gradebookBench, showGradebook } from './gradebook.ts';
import { profileBench, showProfile } from './profile.ts';
import { pushBench, showPush } from './push.ts';

const quiet = { onProgress: () => undefined, signal: new AbortController().signal };
const PATIENCE_MS = 300_000;

describe('the comparison', () => {
  it('grades the same submission in every way, without trouble in any', { timeout: PATIENCE_MS }, async () => {
    const options = { assignments: ['generated-small'], rounds: 1, block: 1, cold: 0, ...quiet };
    const comparison = await compare(options);
    const { idle, busy, complete } = comparison;
    const ways = ['bound', 'pushmark', 'shared cache'];
    expect(idle.map(({ way, samples, trouble }) => [way, samples, trouble]).sort()).toEqual(
      ways.map((way) => [way, 1, []]),
    );
    expect(busy.map(({ way, submissions }) => [way, submissions]).sort()).toEqual(ways.map((way) => [way, 2]));
    expect(complete).toBe(true);
    for (const row of idle) expect([row.commandSeconds, row.groupSeconds, row.p50Ms].every((n) => n > 0)).toBe(true);
    const shown = showComparison(comparison);
    expect(shown).toMatch(/generated-small +pushmark +1 /);
    expect(shown).toMatch(/per minute/);
    expect(shown).not.toMatch(/NaN|undefined/);
  });

  it('shows what it has when it is interrupted', { timeout: PATIENCE_MS }, async () => {
    const options = { assignments: ['generated-small'], rounds: 1, block: 0, cold: 0, ...quiet };
    const comparison = await compare({ ...options, signal: AbortSignal.abort() });
    expect(comparison).toMatchObject({ idle: [], busy: [], complete: false });
    expect(showComparison(comparison)).toContain('Interrupted');
  });
});

it('a push is followed through every phase to its check run', { timeout: PATIENCE_MS }, async () => {
  const report = await pushBench({ assignments: ['m02-gradebook'], count: 1, ...quiet });
  const [row] = report.rows;
  expect(row).toMatchObject({ assignment: 'm02-gradebook', pushes: 1 });
  expect(row?.phasesMs.compile).toBeGreaterThan(0);
  expect(row?.bareMs).toBeGreaterThan(0);
  expect(showPush(report)).toMatch(/claimed +fetch .*\nm02-gradebook +1 /);
});

it('a burst is acknowledged, kept once each, graded and reported', { timeout: PATIENCE_MS }, async () => {
  const report = await burstBench({ repositories: 3, seconds: 1, delayMs: 1, patienceMs: 120_000, ...quiet });
  expect(report).toMatchObject({ deliveries: 6, redelivered: 1, refused: 0, lost: 0, duplicated: 0 });
  expect(report.drained.runs).toBe(6);
  expect(report.drained.reports).toBeGreaterThan(0);
  expect(showBurst(report)).toMatch(/refused, lost, duplicated +0, 0, 0\n/);
});

it('pushes of which no webhook arrives are had from the log, once each', { timeout: PATIENCE_MS }, async () => {
  const load = { slug: 'm02-gradebook', repositories: 3, seconds: 1, patienceMs: 60_000 };
  const report = await pollBench({ ...load, ...quiet });
  expect(report).toMatchObject({ entries: 6, lost: 0, duplicated: 0, limited: 0 });
  expect(showPoll(report)).toMatch(/lost, duplicated +0, 0\n/);
});

it('every page of a course is asked for, with and without a dropped test', { timeout: PATIENCE_MS }, async () => {
  const report = await gradebookBench({ students: 6, assignments: 4, attempts: 2, rounds: 1, ...quiet });
  expect(report.pages.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['table', 'assignment', 'marking', 'needs a look', 'table, a test dropped']),
  );
  for (const page of report.pages)
    expect([page.firstByteMs, page.totalMs, page.bytes, page.queries.length].every((n) => n > 0)).toBe(true);
  const shown = showGradebook(report);
  expect(shown).toMatch(/the table takes \d[\d.]* times as long, an assignment \d/);
  expect(shown).not.toMatch(/NaN|undefined/);
});

it('a profile names every step', { timeout: PATIENCE_MS }, async () => {
  const report = await profileBench({ assignments: ['generated-small'], rounds: 1, ...quiet });
  const names = report.profiles[0]?.parts.map(({ name }) => name);
  expect(names).toContain('compile: judged: go test -c ./p1');
  expect(names).toContain('phase compile');
  expect(showProfile(report)).toMatch(/wall ms +CPU ms +generated-small/);
});
