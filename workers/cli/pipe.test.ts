import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('a reader that stops reading is no failure', async () => {
  const cli = join(import.meta.dirname, '../cli.ts');
  const command = `set -o pipefail; "${process.execPath}" "${cli}" schema | head -n 1`;
  const { stdout, stderr } = await promisify(execFile)('bash', ['-c', command]);
  expect([stdout, stderr]).toEqual(['{\n', '']);
});
