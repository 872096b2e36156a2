import { expect, test } from 'vitest';
import { expectations, failures, unproven } from './expectations.ts';
import { process, ran, record, subject } from './recorded.ts';
import { recordingSteps } from './selection.ts';

const step = recordingSteps(subject())[0]!;
const names = (...records: ReturnType<typeof record>[]) =>
  expectations(step, ran({ processes: [process('TestA', { records })] })).map(({ dir, test }) => `${dir}.${test}`);

test('a test is expected with its subtests, the parent first', () => {
  expect(names(record('TestA/x'), record('TestA/y'), record('TestA'))).toEqual([
    'gradebook.TestA',
    'gradebook.TestA/x',
    'gradebook.TestA/y',
  ]);
});

test('what the reference skips or fails is not expected', () => {
  expect(names(record('TestA/x', 'skip'), record('TestA/y'), record('TestA'), record('TestB', 'fail'))).toEqual([
    'gradebook.TestA',
    'gradebook.TestA/y',
  ]);
});

test('a test whose subtests were all skipped proves nothing and is not expected', () => {
  expect(names(record('TestA/x', 'skip'), record('TestA'))).toEqual([]);
});

test('one failing repetition is a failure', () => {
  expect(names(record('TestA', 'fail'), record('TestA'))).toEqual([]);
});

test('what failed, never ended or was not run is named for the teacher, benchmarks aside', () => {
  const run = ran({
    listed: ['TestA', 'TestB', 'TestC', 'BenchmarkX'],
    notRun: ['TestC'],
    processes: [process('TestA', { records: [record('TestA', 'fail')] })],
  });
  expect(failures(run)).toEqual(['TestA', 'TestB', 'TestC']);
});

test('without a solution every listed test is expected as a whole, passed or not; benchmarks and what is skipped are not', () => {
  const records = [record('TestA/x'), record('TestA', 'fail'), record('TestC', 'skip')];
  const run = ran({ listed: ['TestA', 'TestB', 'TestC', 'BenchmarkX'], processes: [process('TestA', { records })] });
  expect(unproven(step, run).map(({ dir, test }) => `${dir}.${test}`)).toEqual(['gradebook.TestA', 'gradebook.TestB']);
});

test('recording runs everything that the reference lists, once, in its own tree', () => {
  expect(step).toMatchObject({ tests: null, tree: 'reference', count: 1, race: false, program: { tree: 'reference' } });
  expect(step.program).not.toHaveProperty('requires');
});
