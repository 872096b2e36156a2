import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Cell, GradebookTable } from '#services/classroom/gradebook/table.ts';
import { rendered } from '../reply.ts';
import { gradebookPage } from './page.ts';

/** Points that do not repeat and signs in every fourth cell: nothing that packs better than a real class. */
function cell(n: number): Cell {
  const points = ((n * 7919) % 10_000) / 100;
  return { points, maxPoints: 100, handedIn: true, signs: n % 4 === 0 ? ['late', 'flaky'] : [] };
}

test('500 students × 20 assignments are less than 300 KB as they are sent, and each cell is one short link', () => {
  const columns = Array.from({ length: 20 }, (_, i) => ({ slug: `lab-${i}`, title: `Lab ${i}`, maxPoints: 100 }));
  const rows = Array.from({ length: 500 }, (_, i) => ({
    ...{ participantId: 1000 + i, name: `Person ${(i * 7919) % 100_003}`, login: `login-${(i * 104_729) % 99_991}` },
    ...({ kind: 'student', sections: ['A'], total: { soFar: i / 5, ifNothingMore: i / 5 } } as const),
    cells: columns.map((_, k) => cell(i * 20 + k)),
  }));
  const table: GradebookTable = { columns, rows, sections: ['A'], participants: 500, unlinked: 0 };
  const course = { id: 1, slug: 'go', title: 'Go', timeZone: 'Europe/Berlin' };
  const wish = { search: '', section: '', sort: 'name', descending: false };
  const viewer = { account: undefined, admin: true };
  const feedback = { pushes: 0, median: undefined, p95: undefined };
  const page = rendered(gradebookPage({ course, table, feedback, wish }), {
    viewer,
    path: '/courses/go',
    canSignIn: false,
  });
  expect(page.match(/<td><a /g)).toHaveLength(10_000);
  expect(gzipSync(page, { level: 5 }).length).toBeLessThan(300_000);
  expect(page).not.toMatch(/style=|<style|<script>/);
});
