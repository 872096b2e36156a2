import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { courseFolder } from '#services/classroom/intake/testing/course-folder.ts';

const run = promisify(execFile);
const cli = (...args: string[]) => run(process.execPath, [join(import.meta.dirname, '../cli.ts'), ...args]);

test("pushmark course copy makes next term's folder once, and overwrites nothing", async () => {
  const last = await courseFolder();
  await last.course('term: autumn 2026\nassignments: [{ folder: hello, due: 2026-10-20 23:59 }]\n');
  await last.assignment('hello');
  const to = join(last.dir, 'next');
  const { stdout } = await cli('course', 'copy', last.dir, to, '--slug', 'go-27', '--shift', '364d');
  expect(stdout).toContain('is the course go-27 now, with 1 assignments');
  expect(stdout).toContain('take another organisation');
  expect(stdout).toContain('It was the term autumn 2026: say which it is now');
  expect(await readFile(join(to, 'course.yaml'), 'utf8')).toContain('due: 2027-10-19 23:59');
  expect((await readdir(join(to, 'hello'))).sort()).toEqual(
    await readdir(join(last.dir, 'hello')).then((n) => n.sort()),
  );
  await expect(cli('course', 'copy', last.dir, to, '--slug', 'go-28')).rejects.toMatchObject({
    ...{ code: 2, stderr: expect.stringContaining('is not empty') },
  });
  await last.remove();
});
