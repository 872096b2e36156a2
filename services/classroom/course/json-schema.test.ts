import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { courseJsonSchema } from './json-schema.ts';
import { readCourseDir } from './read.ts';

const course = new URL('../../../course/', import.meta.url);

test('the schema that editors use is the one that is validated with', async () => {
  const committed = JSON.parse(await readFile(new URL('course.schema.json', course), 'utf8'));
  expect(committed).toEqual(JSON.parse(JSON.stringify(courseJsonSchema())));
});

test('the ready course can be read', async () => {
  const { document } = await readCourseDir(course.pathname);
  expect([document.slug, document.organisations]).toEqual(['go', ['example-classroom']]);
  expect(document.assignments.map(({ folder }) => folder)).toContain('m02-gradebook');
});
