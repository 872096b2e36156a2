import { readdirSync } from 'node:fs';
import type { TSchema } from 'typebox';
import { Check, Default } from 'typebox/value';
import { expect, test } from 'vitest';
import { subject } from './go/recorded.ts';
import { announced, checks } from './registry.ts';

test('every folder with a check is in the registry under its name', () => {
  const folders = readdirSync(new URL('.', import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !['go', 'judge', 'kit', 'steps'].includes(entry.name))
    .map(({ name }) => name);
  expect([...checks.keys()].sort()).toEqual(folders.sort());
});

test('no check is both there and announced', () => {
  expect(announced.filter((name) => checks.has(name))).toEqual([]);
});

test.each([...checks.values()])('$name takes a rubric without options and refuses a misspelt one', (check) => {
  const options = Default(check.options, {});
  expect(Check(check.options, options)).toBe(true);
  expect(Check(check.options, { pakages: ['a'] })).toBe(false);
  expect(() => check.plan(subject(), options)).not.toThrow();
});

test.each([...checks.values()])('every option of $name is described, as an editor shows it', (check) => {
  expect(undescribed(check.options)).toEqual([]);
});

/** Paths of properties without a description. */
function undescribed(schema: TSchema, path = ''): readonly string[] {
  const { properties = {}, items } = schema as { properties?: Record<string, TSchema>; items?: TSchema };
  const own = Object.entries(properties).flatMap(([name, property]) => [
    ...('description' in property ? [] : [`${path}.${name}`]),
    ...undescribed(property, `${path}.${name}`),
  ]);
  return items === undefined ? own : [...own, ...undescribed(items, `${path}[]`)];
}
