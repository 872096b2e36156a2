import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { CONFIG_KEYS } from '../config.ts';
import { withSettings } from './table.ts';

const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');

it('README.md describes every setting, as the code does', () => {
  expect(readme).toBe(withSettings(readme));
  for (const { name } of CONFIG_KEYS) expect(readme).toContain(`| \`${name}\` |`);
});
