import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { openLog } from './log.ts';
import { scrub } from './scrub.ts';

test.each([
  ['a token of an installation', 'GET with ghs_123_eyJhbGciOi.J9-x failed', 'GET with [token] failed'],
  [
    'a credential in a URL',
    'fatal: https://x-access-token:abc@github.com/o/r',
    'fatal: https://[secret]@github.com/o/r',
  ],
  ['an authorization header', '{"authorization":"Basic eDp5emFiY2Q="}', '{"authorization":"Basic [secret]"}'],
  ['the password of the database', 'postgres://u:p%40ss@h:5/d', 'postgres://[secret]@h:5/d'],
  [
    'a private key',
    'key -----BEGIN RSA PRIVATE KEY-----\\nMII\\n-----END RSA PRIVATE KEY----- end',
    'key [private key] end',
  ],
  [
    'ordinary words',
    'basic tests; https://github.com/o/r:8 at 10:20',
    'basic tests; https://github.com/o/r:8 at 10:20',
  ],
])('%s is scrubbed and nothing else is', (_what, text, clean) => {
  expect(scrub(text)).toBe(clean);
});

test('a log line holds its facts and no secret, wherever that stood', () => {
  const lines: string[] = [];
  const log = openLog('info', { write: (line) => lines.push(line) });
  const err = Object.assign(new Error('bad ghs_secret1'), {
    request: { headers: { authorization: 'token ghs_secret2' } },
  });
  log.error({ err, run: 7, repository: 'o/r' }, 'a run failed');
  expect(JSON.parse(lines[0]!)).toMatchObject({ msg: 'a run failed', run: 7, repository: 'o/r' });
  expect(lines[0]).not.toContain('secret1');
  expect(lines[0]).not.toContain('secret2');
});

test('a rejection that nobody waits for ends the process with a line of the log, and no secret', () => {
  const program = `import { lastWords, openLog } from './log.ts'; lastWords(openLog('info'));
    Promise.reject(new Error('bad ghs_secret1')); setInterval(() => undefined, 1000)`;
  const args = ['--input-type=module', '--eval', program];
  const ended = spawnSync(process.execPath, args, { cwd: import.meta.dirname, encoding: 'utf8' });
  expect(ended.status).toBe(1);
  expect(JSON.parse(ended.stdout)).toMatchObject({
    ...{ level: 60, origin: 'unhandledRejection', err: { message: 'bad [token]' } },
    msg: 'an error that nobody caught ended the process',
  });
  expect(ended.stderr).not.toContain('secret1');
});
