import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGitHub } from './app.ts';

const read: number[] = [];
/** Answers what is read, and never what is written. */
const server = createServer((request, response) => {
  if (request.method !== 'GET') return;
  read.push(performance.now());
  setTimeout(() => response.setHeader('content-type', 'application/json').end('{"id": 7}'), 150);
});
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
afterAll(() => server.closeAllConnections());

test('a write without an answer is given up sooner than a list that comes slowly', async () => {
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { app } = openGitHub({ apiUrl, appId: 1, privateKey, writeMs: 100 });
  await expect(app.rest.apps.redeliverWebhookDelivery({ delivery_id: 1 })).rejects.toThrow(/timeout/);
  expect((await app.rest.apps.getAuthenticated()).data).toEqual({ id: 7 });
});

test('beyond a burst reads keep their distance, whoever asks', async () => {
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const one = { burst: 1, perSecond: 20 };
  const { app } = openGitHub({ apiUrl, appId: 1, privateKey, reads: { app: one, installation: one } });
  read.length = 0;
  const began = performance.now();
  await Promise.all(Array.from({ length: 4 }, () => app.rest.apps.getAuthenticated()));
  // Three distances of 50 ms; a machine that stands still makes them longer.
  expect((read.at(-1) ?? 0) - began).toBeGreaterThan(140);
});
