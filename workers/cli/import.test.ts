import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const cli = join(import.meta.dirname, '../cli.ts');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pushmark-import-'));
  const files: Record<string, unknown> = {
    'export/classrooms.json': [{ id: 7 }],
    'export/classroom-7/classroom.json': { name: 'Go', organization: { login: 'School' } },
    'export/classroom-7/assignments.json': [
      { id: 1, slug: 'hello', title: 'Hello', starter_code_repository: { full_name: 'School/start' } },
    ],
    'starters/start/go.mod': 'module hello\n',
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
});

afterAll(() => rm(folder, { recursive: true }));

function importInto(...more: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const args = [cli, 'import', 'classroom', 'export', '--into', 'go-2026', '--starters', 'starters', ...more];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

test('an export becomes a course folder, which is not overwritten without --force', async () => {
  expect(await importInto()).toMatchObject({ code: 0, stdout: expect.stringContaining('Go, 1 assignments, 0 people') });
  expect(await readFile(join(folder, 'go-2026/hello/starter/go.mod'), 'utf8')).toBe('module hello\n');
  await writeFile(join(folder, 'go-2026/course.yaml'), 'mine');
  expect(await importInto()).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('go-2026/course.yaml: is there already; --force'),
  });
  expect(await readFile(join(folder, 'go-2026/course.yaml'), 'utf8')).toBe('mine');
  expect((await importInto('--force')).code).toBe(0);
  expect(await readFile(join(folder, 'go-2026/course.yaml'), 'utf8')).toContain('organisation: School');
});
