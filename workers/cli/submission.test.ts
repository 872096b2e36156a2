import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { InvalidInput } from '#services/platform/errors.ts';
import { readSubmission } from './submission.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pushmark-submission-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('reads regular files and nothing else: no link, no .git', async () => {
  await mkdir(join(folder, 'a/.git'), { recursive: true });
  await mkdir(join(folder, '.git'));
  for (const path of ['a/a.go', '.git/config', 'a/.git/config', '.gitignore'])
    await writeFile(join(folder, path), path);
  await symlink('/etc/passwd', join(folder, 'passwd'));
  await symlink('/etc', join(folder, 'etc'));
  expect([...(await readSubmission(folder)).keys()]).toEqual(['.gitignore', 'a/a.go']);
});

it('says what is wrong with a folder that is none, or empty, or too big', async () => {
  await expect(readSubmission(join(folder, 'none'))).rejects.toThrow(/none: is no folder/);
  await expect(readSubmission(folder)).rejects.toThrow(InvalidInput);
  await writeFile(join(folder, 'big'), Buffer.alloc(65 * 1024 * 1024));
  await expect(readSubmission(folder)).rejects.toThrow(/more than/);
});
