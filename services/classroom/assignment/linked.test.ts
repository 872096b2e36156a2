import { expect, it } from 'vitest';
import { tree } from '../trees.ts';
import { readableProblem } from './linked.ts';
import { LOCK_FILE, lockText } from './lock.ts';
import { readAssignment } from './read.ts';

const texts = {
  'starter/go.mod': 'module x\n',
  'reference/go.mod': 'module x\n',
  'tests/x_test.go': 'package x\n',
};

function assignment(yaml: string, lock?: string, options = '') {
  const all = { ...texts, 'assignment.yaml': `title: x\n${yaml}rubric:\n  - check: tests\n    points: 1\n${options}` };
  const locked = lock === undefined ? all : { ...all, [LOCK_FILE]: lock };
  return readAssignment(tree(Object.entries(locked).map(([path, text]) => [path, Buffer.from(text)])), 'x');
}

function locked(yaml: string, why: string | undefined) {
  const { judging } = assignment(yaml);
  return assignment(yaml, lockText(judging, new Map([['.', new Map([['TestA', why]])]])));
}

it('linked tests go with nothing by which code can read its own binary', () => {
  expect(readableProblem(assignment('allow: [os]\njudging: shared\n'))).toMatch(
    /^every test would be linked .*: os reads and writes files.* Take that out of allow, or accept it/,
  );
  expect(readableProblem(assignment('allow: [os]\n'))).toContain('run `pushmark check`');
  expect(readableProblem(locked('allow: [os]\n', 'it compares pointers'))).toMatch(/^\.\.TestA would be linked/);
});

it('goroutines go with linked tests as long as the race build must confirm every pass', () => {
  const paid = (yaml: string) =>
    assignment(`${yaml}judging: shared\n`, undefined, '    options: { unconfirmed: passes }\n');
  expect(readableProblem(paid('allow: [concurrency]\n'))).toMatch(
    /^every test would be linked .* can rewrite the tests by a data race .* and tests says `unconfirmed: passes`/,
  );
  expect(readableProblem(paid('allow: [concurrency]\nreadable: true\n'))).toBeUndefined();
  expect(readableProblem(paid('allow: [log]\n'))).toBeUndefined();
  const options = '    options: { unconfirmed: passes }\n';
  const { judging } = assignment('allow: [concurrency]\n', undefined, options);
  const lock = lockText(judging, new Map([['.', new Map([['TestA', undefined]])]]));
  const sealed = assignment('allow: [concurrency]\n', lock, options);
  expect(readableProblem(sealed)).toBeUndefined();
});

it('sealed tests go with everything', () => {
  expect(readableProblem(locked('allow: [os]\n', undefined))).toBeUndefined();
});

it('the pairing can be accepted in a word, which judges nothing otherwise', () => {
  const plain = assignment('allow: [os]\njudging: shared\n');
  const accepted = assignment('allow: [os]\njudging: shared\nreadable: true\n');
  expect(readableProblem(accepted)).toBeUndefined();
  expect(accepted.judging).toBe(plain.judging);
});

it('what reads nothing, or is seen by a race build, is no problem', () => {
  expect(readableProblem(assignment('judging: shared\n'))).toBeUndefined();
  expect(readableProblem(assignment('allow: [concurrency, log]\njudging: shared\n'))).toBeUndefined();
});
