/** A sample of attacks and controls, another one each day; `npm run attacks -- --all` tries them all. */
import { expect, it } from 'vitest';
import { battle } from './attack.ts';
import { readOptions } from './options.ts';
import { summary } from './show/battle.ts';
import { line } from './show/line.ts';

const size = process.env.PUSHMARK_FULL ? ['--all'] : [];

it('nothing in the sample gains, shows, reaches or harms what it must not', { timeout: 3_600_000 }, async () => {
  const options = readOptions(size)!;
  const result = await battle(options, () => undefined, new AbortController().signal);
  const wrong = result.tried.filter(({ problems }) => problems.length > 0).map(line);
  expect({ wrong, aftermath: result.aftermath }, summary(result)).toEqual({ wrong: [], aftermath: [] });
  expect(result.tried.length).toBeGreaterThan(30);
});
