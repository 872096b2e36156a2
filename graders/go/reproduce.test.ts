import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { reproduce } from './reproduce.ts';

test('a test and a subtest are named exactly', () => {
  expect(reproduce('gradebook', 'TestTop')).toBe("go test ./gradebook -run '^TestTop$'");
  expect(reproduce('.', 'TestTop/empty')).toBe("go test . -run '^TestTop$/^empty$'");
});

test('race detector and repetitions are part of the command', () => {
  expect(reproduce('a', 'TestX', { race: true, count: 20 })).toBe("go test -race -count=20 ./a -run '^TestX$'");
});

test('signs of regular expressions and quotes keep their plain meaning in a shell', () => {
  const command = reproduce('a', "TestX/it's_(a+b)*$HOME/[z]");
  const echoed = execFileSync('sh', ['-c', command.replace(/^go test/, 'printf "%s|"')], { encoding: 'utf8' });
  expect(echoed).toBe(String.raw`./a|-run|^TestX$/^it's_\(a\+b\)\*\$HOME$/^\[z\]$|`);
});
