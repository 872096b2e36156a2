import { expect, test } from 'vitest';
import type { Access } from '#services/classroom/people/viewer.ts';
import { noRules } from '#services/classroom/rules/document.ts';
import type { Grade } from '#services/classroom/rules/grade.ts';
import { HOSTILE, oddAddresses, skeleton, unseenIn } from '#services/platform/testing/hostile.ts';
import { cellPage } from '../cell/cell.ts';
import { joinPage } from '../join.ts';
import type { Frame, Page } from '../layout.ts';
import { rendered } from '../reply.ts';
import { freshInvitesPage } from '../roster/invites.ts';
import { personPage } from '../roster/person.ts';
import { rosterPage } from '../roster/roster.ts';
import { extensionsPage } from './extensions.ts';
import { groupsPage } from './groups.ts';
import { logPage } from './log.ts';

const at = new Date('2026-11-01T12:00:00Z');
const frame: Frame = { viewer: { account: undefined, admin: true }, path: '/', canSignIn: false };

/** Every page about people, with a text wherever a stranger or a file can put one. */
function pages(text: string): Page[] {
  const access: Access = {
    course: { id: 1, slug: 'go', title: text, timeZone: 'UTC' },
    ...{ role: 'teacher', sections: undefined, participants: [] },
  };
  const participant = { id: 1, logins: [text], known: true, repositories: 2 };
  const entry = {
    ...{
      id: 1,
      name: text,
      email: text,
      institutionId: text,
      login: text,
      section: text,
      group: text,
      participantId: 1,
    },
    ...{ left: false, invited: false },
  };
  const person = { ...entry, participant };
  const student = {
    ...{ participantId: 2, logins: [text], name: text, pushedAt: at },
    repositories: [{ fullName: text, assignment: text }],
    suggestions: [{ entry, because: text }],
  };
  const unlinked = { students: [student], free: [entry] };
  const invite = {
    courseId: 1,
    course: { slug: 'go', title: text },
    entryId: 1,
    name: text,
    taken: false,
    left: false,
  };
  return [
    rosterPage({
      ...{ access, people: [person], all: [person], search: text, unlinked, mayChange: true },
      ...{ staff: [{ login: text, role: 'teacher', sections: [text], known: true }], said: { text } },
    }),
    personPage({ access, person, unlinked }),
    personPage({ access, person: { ...person, participant: undefined }, unlinked }),
    freshInvitesPage(access, [{ entry, token: 'x' }], 'https://pushmark.example'),
    joinPage('x', { state: 'open', invite }, { githubId: 1, login: 'ada' }),
    logPage({
      ...{ access, filters: { actors: [text], actions: [text] }, actor: text, action: text, next: 1, older: true },
      entries: [{ id: 1, at, actor: text, action: text, subject: text, before: { x: text }, after: { x: [text] } }],
    }),
    groupsPage({
      ...{ access, sizes: [{ title: text, size: 1 }], mayChange: true, alone: [{ id: 3, name: text }] },
      groups: [1, 2].map((id) => ({ id, name: text, started: true, members: [{ participantId: 4, name: text }] })),
    }),
    extensionsPage({
      access,
      extensions: [1, 2].map((id) => ({
        ...{
          id,
          participant: { id: 1, name: text },
          assignment: { slug: 'one', title: text },
          minutes: 5,
          reason: text,
        },
        ...{ grantedBy: text, grantedAt: at, ...(id === 2 && { revokedBy: text, revokedAt: at }) },
      })),
      choices: {
        assignments: [{ slug: 'one', title: text }],
        ...{ sections: [text], participants: [{ id: 1, name: text, kind: 'student' }] },
      },
    }),
    cell(access, text),
  ];
}

function cell(access: Access, text: string): Page {
  const raw = { points: 1, maxPoints: 2, unmarked: 1 };
  const grade: Grade = {
    ...{ assignmentId: 1, ownerId: 2, state: 'graded', points: 1, maxPoints: 2 },
    why: {
      deadline: { regular: at, due: at, lateFrom: at, cutoff: at, extension: { id: 1, reason: text } },
      attempts: [
        {
          ...{ submissionId: 1, sha: 'a'.repeat(40), number: 1, at, lastAt: at, receivedAt: at, pushedAt: undefined },
          ...{ daysLate: 1, state: 'graded', raw, not: undefined },
        },
      ],
      counting: {
        ...{ submissionId: 1, runId: 1, by: 'staff', chosenBy: text, raw, daysLate: 1, slipDays: 1, share: 0.5 },
        ...{ capped: true, deduction: 0.5, points: 0.5, marked: true },
      },
      waiting: 1,
      override: { assignmentId: 1, points: 1, reason: text, setBy: text },
    },
  };
  return cellPage({
    ...{ access, participant: { id: 1, name: text, kind: 'student' }, owner: { id: 2, name: text, kind: 'group' } },
    assignment: { id: 1, slug: 'one', title: text, groups: true, rules: noRules, maxPoints: 2 },
    ...{ grade, run: undefined, slipDays: { spent: 1, left: 0 }, repositories: [{ id: 1, owner: text, name: text }] },
    ...{ machines: [], takeable: new Set([1]) },
    others: [{ repositoryId: 1, sha: 'b'.repeat(40), branch: text, at, submissionId: 1, why: text }],
    said: { text, refused: true },
  });
}

const html = (page: Page) => rendered(page, frame);
const harmless = pages('x').map((page) => skeleton(html(page)));

test.each(HOSTILE.filter(({ text }) => text !== ''))('no page about people comes to life by $name', ({ text }) => {
  for (const [n, page] of pages(text).entries()) {
    const sent = html(page);
    expect([n, skeleton(sent)]).toEqual([n, harmless[n]]);
    expect([n, ...oddAddresses(sent), ...unseenIn(sent)]).toEqual([n]);
  }
});
