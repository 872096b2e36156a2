import { expect, it } from 'vitest';
import { drawnWith, readOptions } from './options.ts';

it('takes every case in its assignment’s own way unless told otherwise', () => {
  expect(readOptions([])).toMatchObject({
    all: false,
    ways: ['auto'],
    sample: undefined,
    others: 0,
    lanes: 2,
    without: [],
  });
  expect(readOptions(['--all'])).toMatchObject({ all: true, ways: ['auto', 'shared'] });
  expect(readOptions(['--without', 'policy,uid', '--way', 'shared', '--case', 'f01'])).toMatchObject({
    ...{ without: ['policy', 'uid'], ways: ['shared'], cases: ['f01'] },
  });
  expect(readOptions(['--help'])).toBeUndefined();
});

it('draws a sample when asked, of other ways too, and on weakened judges unless cases are named', () => {
  const sample = readOptions(['--sample', '20', '--others', '5', '--seed', 'x'])!;
  expect(sample).toMatchObject({ sample: 20, others: 5, ways: ['auto'] });
  expect(drawnWith(sample)).toBe('--sample 20 --others 5 --seed x');
  expect(drawnWith(readOptions([])!)).toBeUndefined();
  expect(readOptions(['--layers'])).toMatchObject({ sample: 25 });
  expect(readOptions(['--layers', '--all'])).toMatchObject({ sample: undefined });
  expect(readOptions(['--without', 'uid', '--case', 'f01'])).toMatchObject({ sample: undefined });
});

it('says what is wrong with an option', () => {
  expect(() => readOptions(['--without', 'everything'])).toThrow(/layers are policy/);
  expect(() => readOptions(['--lanes', '0'])).toThrow(/number from 1/);
  expect(() => readOptions(['--others', 'some'])).toThrow(/number from 1/);
  expect(() => readOptions(['--way', 'up'])).toThrow(/ways are/);
});
