import { describe, expect, test } from 'vitest';
import { type Arrangement, arranged } from './arrange.ts';
import { columnStatistics } from './columns.ts';
import type { GradebookRow, GradebookTable } from './table.ts';

const plainly: Arrangement = { search: '', section: '', sort: 'name', descending: false };
let ids = 0;

function row(name: string, points: number | undefined, more: Partial<GradebookRow> = {}): GradebookRow {
  const cell = { points, maxPoints: 10, handedIn: points !== undefined, signs: [] };
  const total = { soFar: points === undefined ? undefined : points * 10, ifNothingMore: undefined };
  return { participantId: ++ids, name, login: undefined, kind: 'student', sections: [], cells: [cell], total, ...more };
}

function table(...rows: GradebookRow[]): GradebookTable {
  const columns = [{ slug: 'lab', title: 'Lab', maxPoints: 10 }];
  return { columns, rows, sections: [], participants: rows.length, unlinked: 0 };
}

const class1 = table(row('dan', 5), row('Ada', 10), row('ben', undefined), row('cléo', 5, { sections: ['A'] }));
const names = (wish: Partial<Arrangement>) => arranged(class1, { ...plainly, ...wish }).rows.map(({ name }) => name);

describe('arranging the gradebook', () => {
  test('names are in order whatever their case', () => {
    expect(names({})).toEqual(['Ada', 'ben', 'cléo', 'dan']);
    expect(names({ descending: true })).toEqual(['dan', 'cléo', 'ben', 'Ada']);
  });

  test.each(['lab', 'total'])('by %s, equals are in order of names and who has none stands last either way', (sort) => {
    expect(names({ sort })).toEqual(['cléo', 'dan', 'Ada', 'ben']);
    expect(names({ sort, descending: true })).toEqual(['Ada', 'cléo', 'dan', 'ben']);
  });

  test('a search finds all its words, without accents; a section is exact', () => {
    expect(names({ search: 'CLEO a' })).toEqual(['cléo']);
    expect(names({ section: 'A' })).toEqual(['cléo']);
    expect(names({ section: 'B' })).toEqual([]);
  });

  test('an unknown column is the name', () => {
    expect(names({ sort: '__proto__' })).toEqual(names({}));
  });
});

test('a column says mean, median, who handed in and who has every point; who has no points is in no mean', () => {
  expect(columnStatistics(class1)).toEqual([{ mean: 20 / 3, median: 5, handedIn: 3, full: 1 }]);
  expect(columnStatistics(table(row('ada', undefined)))).toMatchObject([{ mean: undefined, full: 0 }]);
});
