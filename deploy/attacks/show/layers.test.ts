import { expect, it } from 'vitest';
import { parseCase } from '../corpus/read.ts';
import { readOptions } from '../options.ts';
import { layersMarkdown, noTests } from './layers.ts';

const attack = (name: string, head: string) => parseCase(`${name}.txtar`, name.slice(0, 1), `tries: it\n${head}`);
const columns = [['policy'], ['policy', 'uid'], 'naive'] as const;
const rows = [
  { case: attack('a01-earns', ''), reached: [[], ['9 points, at most 0 are fair'], undefined] },
  { case: attack('b01-earns-always', ''), reached: [['leak'], ['leak'], ['leak']] },
  { case: attack('b02-earns-never', 'neverSucceeds: nobody reads it\n'), reached: [[], [], []] },
  { case: attack('b03-says-nothing', ''), reached: [[], ['trouble of ours: it failed'], []] },
];

function shown(...args: string[]): string {
  return layersMarkdown({ columns, rows, of: 7 }, readOptions(['--layers', ...args])!);
}

it('counts by column what an attack reached, and what it did not reach with only the policy off', () => {
  expect(shown('--all')).toContain('| policy | 4 | 1 | 0 |\n| policy, uid | 4 | 2 | 1 |\n| naive | 3 | 1 | 0 |');
});

it('says which sample it shows, and how to have it again', () => {
  const text = shown('--sample', '4', '--seed', 'layers');
  expect(text).toContain('npm run attacks -- --layers --sample 4 --seed layers --write');
  expect(text).toContain('a sample of 4 of 7 attacks that are submissions (a 1, b 3)');
});

it('lists cases that reach nothing anywhere, with the reason why they are kept', () => {
  const text = shown('--all');
  expect(text).toContain('- b02-earns-never: nobody reads it');
  expect(text).toContain('- b03-says-nothing: **no reason given**');
  expect(text).not.toContain('- a01');
});

it('names the cases that reach nothing anywhere and give no reason', () => {
  expect(noTests({ columns, rows, of: 7 })).toEqual(['b03-says-nothing']);
});

it('takes a weakened judge that failed for no success', () => {
  expect(shown('--all')).toContain('| b03-says-nothing | · | ? trouble of ours: it failed | · |');
});
