import { expect, test } from 'vitest';
import { type AppStanding, appFindings, type Purpose } from './app-findings.ts';
import type { Profile } from './github-app.ts';
import { EVENTS, PERMISSIONS } from './profiles.ts';
import { pingFinding } from './webhook-findings.ts';

const granted = (profile: Profile) => Object.fromEntries(PERMISSIONS[profile].map(({ name, level }) => [name, level]));
const at = Date.parse('2026-11-26T12:00:00Z');
const installation = {
  ...{ login: 'school', url: 'https://github.example/installations/1', events: [...EVENTS] },
  ...{ permissions: granted('classroom'), suspended: false, allRepositories: true },
};
const app: AppStanding = {
  ...{ name: 'Ours', settingsUrl: 'https://github.example/apps/ours', installUrl: 'https://github.example/new' },
  ...{ permissions: granted('classroom'), events: [...EVENTS], installations: [installation] },
  ...{ githubsDate: new Date(at).toUTCString(), askedAt: at + 4000 },
  hook: { url: 'https://grade.example/webhooks/github', contentType: 'json' },
  sent: [{ event: 'push', at: '2026-11-26T11:00:00Z', status: 'OK', code: 202 }],
};
const purpose: Purpose = { profile: 'classroom', intake: 'webhook', publicUrl: 'https://grade.example' };

const found = (what: string, more: Partial<AppStanding> = {}, other: Partial<Purpose> = {}) =>
  appFindings({ ...app, ...more }, { ...purpose, ...other }).filter((finding) => finding.what === what);
const installed = (more: Partial<typeof installation>) =>
  found('installation', { installations: [{ ...installation, ...more }] })[0];

test('an App that stands well needs nothing', () => {
  expect(appFindings(app, purpose).map(({ what, state, words }) => [what, state, words])).toEqual([
    ['App', 'fine', 'Ours may run the classroom'],
    ['installation', 'fine', 'on school, all repositories'],
    ['clock', 'fine', "as GitHub's, within 4 s"],
    ['webhook', 'fine', 'GitHub sends to https://grade.example/webhooks/github'],
    ['deliveries', 'fine', '1 of the last 1 arrived'],
  ]);
});

test('an App is measured by its profile', () => {
  expect(found('App', { permissions: granted('grade') }, { profile: 'grade' })).toMatchObject([
    { state: 'fine', words: 'Ours may grade' },
  ]);
  expect(found('App', { permissions: granted('grade') })).toMatchObject([
    {
      ...{ state: 'missing', link: 'https://github.example/apps/ours/permissions' },
      words: 'Ours lacks the permissions contents: write, administration: write, members: write',
    },
  ]);
  expect(found('App', { events: ['push'] })[0]?.words).toContain('does not hear of create, pull_request');
});

test('an organisation that has not accepted what the App asks for now is told, with the page where it does', () => {
  expect(installed({ permissions: granted('grade') })).toMatchObject({
    ...{ state: 'missing', link: `${installation.url}/permissions/update` },
    words: 'on school, which has not accepted contents: write, administration: write, members: write yet',
    remedy: 'an owner of school accepts the new permissions',
  });
  expect(installed({ events: EVENTS.filter((event) => event !== 'create') })?.words).toContain('to tell of create');
  const more = { ...app.permissions, workflows: 'write' };
  expect(found('installation', { permissions: more })).toMatchObject([
    { state: 'note', words: 'on school, which has not accepted workflows: write yet' },
  ]);
});

test('each installation is told: suspended ones, ones that see chosen repositories only, and none at all', () => {
  expect(installed({ suspended: true })).toMatchObject({ state: 'missing', link: installation.url });
  expect(installed({ allRepositories: false })).toMatchObject({ state: 'note', link: installation.url });
  expect(found('installation', { installations: [] })).toMatchObject([{ state: 'missing', link: app.installUrl }]);
  expect(found('installation', { installations: [installation, { ...installation, login: 'other' }] })).toHaveLength(2);
});

test('a clock that is more than half a minute off is told', () => {
  expect(found('clock', { askedAt: at - 95_000 })).toMatchObject([{ state: 'missing', words: "95 s behind GitHub's" }]);
  expect(found('clock', { githubsDate: undefined })[0]?.state).toBe('note');
});

test('a webhook that goes elsewhere is told, with both addresses and where to change it', () => {
  const hook = { url: 'https://old.example/webhooks/github', contentType: 'json' };
  expect(found('webhook', { hook })).toMatchObject([
    {
      ...{ state: 'missing', link: app.settingsUrl },
      words: 'GitHub sends to https://old.example/webhooks/github, and this server is https://grade.example',
    },
  ]);
  expect(found('webhook', {}, { publicUrl: undefined })[0]?.state).toBe('note');
  expect(found('webhook', { hook: { ...app.hook, contentType: 'form' } })[0]?.words).toBe('it is sent as form');
  expect(found('webhook', { hook: { ...hook, url: undefined } })[0]?.words).toContain('no address');
  expect(found('webhook', { hook }, { intake: 'poll' })[0]?.state).toBe('fine');
});

const sent = (status: string, code: number) => ({ event: 'push', at: '2026-11-26T11:00:00Z', status, code });

test('what GitHub could not deliver is counted, and the last one says what mends it', () => {
  expect(found('deliveries', { sent: [] })[0]).toMatchObject({ state: 'note' });
  const mixed = [sent('OK', 202), sent('timed out', 0), sent('timed out', 0), sent('Bad Gateway', 502)];
  expect(found('deliveries', { sent: mixed })[0]).toMatchObject({
    ...{ state: 'fine', words: '1 of the last 4 arrived; not: 2 × timed out, 1 × 502' },
  });
  expect(found('deliveries', { sent: [sent('timed out', 0)] })[0]).toMatchObject({
    words:
      '0 of the last 1 arrived; not: 1 × timed out; the last one, push at 2026-11-26 11:00, was not answered (timed out)',
    ...{ remedy: expect.stringContaining('GITHUB_INTAKE=poll'), link: `${app.settingsUrl}/advanced` },
  });
  const remedy = (code: number) => found('deliveries', { sent: [sent('no', code)] })[0]?.remedy;
  expect([401, 404, 502].map(remedy)).toEqual([
    expect.stringContaining('secret'),
    expect.stringContaining('something else answers'),
    expect.stringContaining('logs'),
  ]);
});

test('what is sent once more has arrived, or not', () => {
  expect(pingFinding(undefined).state).toBe('note');
  expect(pingFinding({ ...sent('OK', 202), event: 'ping' })).toMatchObject({ state: 'fine', words: 'ping arrived' });
  expect(pingFinding(sent('no', 401)).remedy).toContain('secret');
});
