import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readAssignmentDir } from '#services/classroom/assignment/read.ts';
import { COURSE, loadAssignment } from './assignments.ts';

test('what bare go cannot do is asked of nobody: tests from outside, and criteria without others', async () => {
  const whole = await readAssignmentDir(join(COURSE, 'm02-gradebook'));
  const compared = await loadAssignment('m02-gradebook');
  const names = ({ document }: typeof whole) => document.rubric.map(({ name }) => name);
  expect(whole.outside).not.toEqual([]);
  expect(names(compared)).toEqual(names(whole).filter((name) => name !== 'cli'));
  expect([...compared.files.keys()].filter((path) => path.startsWith('tests/cmd/'))).toEqual([]);
  expect(compared.judging).not.toBe(whole.judging);
});

test('an assignment whose tests call its packages is compared as it is', async () => {
  expect(await loadAssignment('m05-crawler')).toEqual(await readAssignmentDir(join(COURSE, 'm05-crawler')));
});
