import { expect, test } from 'vitest';
import { changed } from './changed.ts';

const text = (before: unknown, after: unknown) =>
  changed(before, after, 'Europe/Berlin')
    .toString()
    .replace(/<del>/g, '-')
    .replace(/<ins>/g, '+')
    .replace(/<[^>]+>/g, '')
    .trim();

test('a change is told field by field, without what stayed the same', () => {
  expect(text({ late: { cap: 0.5, perDay: 0.1 }, due: 'a' }, { late: { cap: 1, perDay: 0.1 }, due: 'a' })).toBe(
    'late.cap: -0.5 → +1',
  );
  expect(text({ login: null }, { login: 'ada' })).toBe('login: -nothing → +ada');
  expect(text(undefined, { points: 3, sections: ['A', 'B'] })).toBe('points: +3 sections: +A, B');
  expect(text(null, null)).toBe('');
  expect(text({ due: null }, { due: '2026-11-02T22:59:00.000Z' })).toBe('due: -nothing → +Mon, 2 Nov 2026, 23:59:00');
  expect(text('one', 'two')).toBe('-one → +two');
});

test('what strangers wrote stays text, and ends', () => {
  expect(changed({ '<b>': '\u202e<i>' }, undefined, 'UTC').toString()).toContain('&lt;b&gt;: <del>·&lt;i&gt;</del>');
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [n, 'x'.repeat(9999)]));
  expect(text(many, undefined)).toContain('and 88 more');
  expect(text(many, undefined).length).toBeLessThan(4000);
});
