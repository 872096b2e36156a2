import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { readAssignments } from './assignments.ts';
import type { CourseFile } from './read.ts';

it('an assignment whose linked tests students could read is left out until that is accepted', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'course-'));
  const texts = {
    'open/assignment.yaml': 'title: x\nallow: [os]\njudging: shared\nrubric:\n  - check: tests\n    points: 1\n',
    'taken/assignment.yaml':
      'title: x\nallow: [os]\njudging: shared\nreadable: true\nrubric:\n  - check: tests\n    points: 1\n',
  };
  const modules = ['open', 'taken'].flatMap((folder) =>
    ['starter', 'reference'].map((side) => [`${folder}/${side}/go.mod`, 'module x\n'] as const),
  );
  try {
    for (const [path, text] of [...Object.entries(texts), ...modules]) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), text);
    }
    const course = { document: { assignments: [{ folder: 'open' }, { folder: 'taken' }] } } as unknown as CourseFile;
    const { found, broken } = await readAssignments(dir, course);
    expect(found.map(({ folder }) => folder)).toEqual(['taken']);
    expect(broken).toMatchObject([
      { folder: 'open', problems: [{ field: 'allow', message: expect.stringContaining('readable: true') }] },
    ]);
  } finally {
    await rm(dir, { recursive: true });
  }
});
