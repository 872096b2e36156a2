import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { type AppSettings, CONFIG_KEYS, readConfig, withApp } from './config.ts';

const KEY = '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n';

test('an empty environment is a complete configuration for one machine', async () => {
  const config = await readConfig({});
  expect(config).toMatchObject({
    databaseUrl: undefined,
    redisUrl: undefined,
    data: resolve('.pushmark'),
    host: '127.0.0.1',
    port: 8080,
    githubUrl: 'https://github.com',
    githubApp: undefined,
    webhookSecrets: [],
    images: { compile: 'pushmark-compile:latest', run: 'pushmark-run:latest' },
    logLevel: 'info',
  });
  expect(config.lanes).toBeGreaterThan(0);
});

test('one container more than there are lanes waits ready, unless another number is wanted', async () => {
  expect((await readConfig({ PUSHMARK_LANES: '3' })).pool).toBe(4);
  expect((await readConfig({ PUSHMARK_LANES: '3', PUSHMARK_POOL: '0' })).pool).toBe(0);
});

test('an empty variable counts as not set', async () => {
  expect((await readConfig({ PORT: ' ', REDIS_URL: '' })).port).toBe(8080);
});

test('every wrong variable is named, with what would be right', async () => {
  const wrong = {
    DATABASE_URL: 'mysql://x',
    PORT: '80a',
    PUSHMARK_LANES: '0',
    LOG_LEVEL: 'loud',
    GITHUB_WEBHOOK_SECRET: 'short',
  };
  const error = await readConfig(wrong).catch((e: Error) => e.message);
  expect(error).toBe(
    [
      'environment: DATABASE_URL: must be a URL that begins with postgres or postgresql://',
      'environment: PORT: must be a whole number from 0 to 65535',
      'environment: GITHUB_WEBHOOK_SECRET: must have at least 16 characters, e.g. the output of `openssl rand -hex 32`',
      'environment: PUSHMARK_LANES: must be a whole number from 1 to 256',
      'environment: LOG_LEVEL: must be trace, debug, info, warn, error, fatal or silent',
    ].join('\n'),
  );
});

test('any address is listened on; half of the settings of sign-in is refused', async () => {
  const whole = { GITHUB_CLIENT_ID: 'Iv1.1', GITHUB_CLIENT_SECRET: 's'.repeat(20), HOST: '0.0.0.0' };
  expect(await readConfig(whole)).toMatchObject({ host: '0.0.0.0', signIn: { clientId: 'Iv1.1' } });
  const half = { GITHUB_CLIENT_ID: 'Iv1.1' };
  await expect(readConfig(half)).rejects.toThrow(/GITHUB_CLIENT_SECRET: must be set as well as GITHUB_CLIENT_ID/);
});

test('administrators are logins, in any case; what is none is refused', async () => {
  expect((await readConfig({ PUSHMARK_ADMINS: 'Ada, ben' })).admins).toEqual(['ada', 'ben']);
  await expect(readConfig({ PUSHMARK_ADMINS: 'ada@example.org' })).rejects.toThrow(
    /PUSHMARK_ADMINS: .*no GitHub login/,
  );
});

test('the private key comes from a variable with escaped line ends or from a file', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'pushmark-config-')), 'key.pem');
  await writeFile(file, KEY);
  const app = { id: 7, privateKey: KEY };
  const inline = { GITHUB_APP_ID: '7', GITHUB_PRIVATE_KEY: KEY.trim().replaceAll('\n', '\\n') };
  expect((await readConfig({ GITHUB_APP_ID: '7', GITHUB_PRIVATE_KEY_FILE: file })).githubApp).toEqual(app);
  expect((await readConfig(inline)).githubApp).toEqual({ ...app, privateKey: KEY.trim() });
  await expect(readConfig({ GITHUB_APP_ID: '7' })).rejects.toThrow(/GITHUB_PRIVATE_KEY: must be set as well/);
  await expect(readConfig({ GITHUB_APP_ID: '7', GITHUB_PRIVATE_KEY_FILE: '/none' })).rejects.toThrow(
    /GITHUB_PRIVATE_KEY_FILE: \/none: ENOENT/,
  );
});

test('both webhook secrets are known while one is being changed', async () => {
  const env = { GITHUB_WEBHOOK_SECRET: 'n'.repeat(16), GITHUB_WEBHOOK_SECRET_PREVIOUS: 'o'.repeat(16) };
  expect((await readConfig(env)).webhookSecrets).toEqual(['n'.repeat(16), 'o'.repeat(16)]);
});

test('the table of keys describes each variable once', () => {
  const names = CONFIG_KEYS.map((key) => key.name);
  expect(new Set(names).size).toBe(names.length);
  expect(CONFIG_KEYS.filter((key) => key.what.length < 10)).toEqual([]);
});

const stored: AppSettings = {
  ...{ id: 9, privateKey: KEY, clientId: 'Iv1.9', clientSecret: 'of the stored App', webhookSecret: 'stored' },
  ...{ publicUrl: 'https://grade.example', intake: 'poll' as const },
};

test('an App made by /setup is as good as one of the environment, which wins', async () => {
  expect(withApp(await readConfig({}), stored)).toMatchObject({
    ...{ githubApp: { id: 9, privateKey: KEY }, signIn: { clientId: 'Iv1.9', clientSecret: 'of the stored App' } },
    ...{ webhookSecrets: ['stored'], publicUrl: 'https://grade.example', githubIntake: 'poll' },
  });
  const own = await readConfig({ PUBLIC_URL: 'https://own.example', GITHUB_WEBHOOK_SECRET: 'o'.repeat(16) });
  const both = withApp(own, stored);
  expect([both.publicUrl, both.webhookSecrets]).toEqual(['https://own.example', ['o'.repeat(16)]]);
  const named = await readConfig({ GITHUB_APP_ID: '7', GITHUB_PRIVATE_KEY: KEY });
  expect(withApp(named, stored)).toBe(named);
});
