import { expect, it } from 'vitest';
import { readOptions } from './options.ts';

it('takes a sample in the assignments’ own ways unless told otherwise', () => {
  expect(readOptions([])).toMatchObject({ all: false, ways: ['auto'], sample: 25, lanes: 2, without: [] });
  expect(readOptions(['--all'])).toMatchObject({ all: true, ways: ['auto', 'shared'] });
  expect(readOptions(['--without', 'policy,uid', '--way', 'shared', '--case', 'f01'])).toMatchObject({
    ...{ without: ['policy', 'uid'], ways: ['shared'], cases: ['f01'] },
  });
  expect(readOptions(['--help'])).toBeUndefined();
});

it('says what is wrong with an option', () => {
  expect(() => readOptions(['--without', 'everything'])).toThrow(/layers are policy/);
  expect(() => readOptions(['--lanes', '0'])).toThrow(/number from 1/);
  expect(() => readOptions(['--way', 'up'])).toThrow(/ways are/);
});
