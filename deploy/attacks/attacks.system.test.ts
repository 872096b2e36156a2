/**
 * A sample of attacks and controls, another one each day: most in their assignment's own way, some linked. The seed is
 * printed; `npm run attacks -- --all` tries them all.
 */
import { expect, it } from 'vitest';
import { battle } from './attack.ts';
import { readOptions } from './options.ts';
import { summary } from './show/battle.ts';
import { line } from './show/line.ts';

const size = process.env.PUSHMARK_FULL ? ['--all'] : ['--sample', '20', '--others', '5'];

it('nothing in the sample gains, shows, reaches or harms what it must not', { timeout: 3_600_000 }, async () => {
  const options = readOptions(size)!;
  const result = await battle(options, () => undefined, new AbortController().signal);
  process.stderr.write(`${summary(result)}\n`);
  const wrong = result.tried.filter(({ problems }) => problems.length > 0).map(line);
  expect({ wrong, aftermath: result.aftermath }, summary(result)).toEqual({ wrong: [], aftermath: [] });
  expect(result.tried.length).toBeGreaterThan(30);
  expect(new Set(result.tried.map(({ way }) => way))).toEqual(new Set(['auto', 'shared']));
});
