import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { eventKinds } from './events/index.ts';
import { isLacking } from './facts.ts';
import { readDelivery } from './process.ts';
import { delivery, push } from './testing/payloads.ts';

const require = createRequire(import.meta.url);
const examples: { name: string; examples: unknown[] }[] = require('@octokit/webhooks-examples');

test('every example of an event that we act upon has all that we read', () => {
  const lacking = examples
    .filter(({ name }) => eventKinds.has(name))
    .flatMap(({ name, examples: payloads }) => payloads.map((payload) => ({ name, ...facts(name, payload) })))
    .filter(isLacking);
  expect(lacking).toEqual([]);
});

test('an annotated tag hands in the commit, not the tag object', () => {
  const payload = { ...push('tagged', { ref: 'refs/tags/v1' }), after: 'a'.repeat(40) };
  expect(facts('push', payload)).toMatchObject({ tag: 'v1', branch: undefined, sha: payload.head_commit.id });
});

test('a branch with slashes keeps its whole name', () => {
  expect(facts('push', push('x', { ref: 'refs/heads/feature/refs/heads/x' }))).toMatchObject({
    branch: 'feature/refs/heads/x',
  });
});

test('a push to an old GitHub Enterprise server names its owner otherwise', () => {
  const payload = push('x');
  const old = { ...payload, repository: { ...payload.repository, owner: { name: 'School' } } };
  expect(facts('push', old)).toMatchObject({ repository: { owner: 'School' } });
});

test('a commit id of SHA-256 is one, a short or empty one is none', () => {
  const after = (sha: string) => facts('push', { ...push('x'), after: sha });
  expect(after('b'.repeat(64))).toMatchObject({ sha: 'b'.repeat(64) });
  expect(after('b'.repeat(39))).toEqual({ lacks: 'after' });
});

const parts: [event: string, payload: object, lacks: string][] = [
  ['push', { ...push('x'), ref: undefined }, 'ref'],
  ['pull_request', { ...push('x') }, 'pull_request.number'],
  ['pull_request', { ...push('x'), pull_request: { number: 1, head: { ref: 'x' } } }, 'pull_request.head.sha'],
  ['check_run', { ...push('x') }, 'check_run.head_sha'],
  ['check_suite', { ...push('x') }, 'check_suite.head_sha'],
  ['issue_comment', { ...push('x') }, 'comment.id'],
  ['create', { ...push('x'), ref: 'v1' }, 'ref_type'],
  ['repository', {}, 'repository'],
  ['installation', {}, 'installation.id'],
];

test.each(parts)('%s without what it needs names the field: %#', (event, payload, lacks) => {
  expect(facts(event, payload)).toEqual({ lacks });
});

function facts(event: string, payload: unknown) {
  return readDelivery(delivery(event, payload)).facts;
}
