import { expect, test } from 'vitest';
import { leftOut } from './left-out.ts';

test('a part of the commit that was not looked at is a finding on its path, made printable', () => {
  expect(leftOut([{ path: 'a\n\u202Eb.go', reason: 'It is a symbolic link.' }])).toEqual([
    {
      rule: 'left-out',
      level: 'warning',
      file: 'a\uFFFD\uFFFDb.go',
      line: 0,
      message: 'Left out: It is a symbolic link.',
    },
  ]);
});

test('a thousand of them become fifty and a count', () => {
  const findings = leftOut(Array.from({ length: 1_000 }, (_, n) => ({ path: `f${n}`, reason: 'r' })));
  expect(findings).toHaveLength(51);
  expect(findings.at(-1)?.message).toBe('950 more files were left out.');
});
