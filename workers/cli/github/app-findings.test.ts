import { expect, test } from 'vitest';
import { EVENTS, PERMISSIONS } from '#services/classroom/setup/profiles.ts';
import { appFinding, clockFinding, webhookFinding } from './app-findings.ts';

const granted = (profile: 'grade' | 'classroom') =>
  Object.fromEntries(PERMISSIONS[profile].map(({ name, level }) => [name, level]));

test('an App is measured by its profile', () => {
  const app = { name: 'Ours', permissions: granted('grade'), events: [...EVENTS] };
  expect(appFinding('grade', app)).toMatchObject({ state: 'fine', words: 'Ours may grade' });
  expect(appFinding('classroom', { ...app, permissions: granted('classroom') }).words).toBe(
    'Ours may run the classroom',
  );
  const lacking = appFinding('classroom', app);
  expect([lacking.state, lacking.words]).toEqual([
    'missing',
    'Ours lacks the permissions contents: write, administration: write, members: write',
  ]);
  expect(appFinding('grade', { ...app, events: ['push'] }).words).toContain('does not hear of create, pull_request');
});

test('a clock that is more than half a minute off is told', () => {
  const at = Date.parse('2026-11-26T12:00:00Z');
  const date = new Date(at).toUTCString();
  expect(clockFinding(date, at + 4000)).toMatchObject({ state: 'fine', words: "as GitHub's, within 4 s" });
  expect(clockFinding(date, at - 95_000)).toMatchObject({ state: 'missing', words: "95 s behind GitHub's" });
  expect(clockFinding(undefined, at).state).toBe('note');
});

test('what GitHub could not deliver last is told, with what mends it', () => {
  const [ok, refused, lost] = [
    { status: 'OK', status_code: 202 },
    { status: 'Invalid HTTP Response: 401', status_code: 401 },
    { status: 'timed out', status_code: 0 },
  ];
  expect(webhookFinding('https://x.example/webhooks/github', [])).toMatchObject({ state: 'note' });
  expect(webhookFinding('https://x.example/w', [ok!, lost!])).toMatchObject({
    ...{ state: 'fine', words: '1 of the last 2 arrived at https://x.example/w' },
  });
  expect(webhookFinding('u', [refused!, ok!])).toMatchObject({
    state: 'missing',
    remedy: expect.stringContaining('secret'),
  });
  expect(webhookFinding('u', [lost!])).toMatchObject({
    state: 'missing',
    remedy: expect.stringContaining('GITHUB_INTAKE=poll'),
  });
});
