import { expect, test } from 'vitest';
import type { Access } from '#services/classroom/people/viewer.ts';
import type { SubmissionResult } from '#services/classroom/results/submission.ts';
import { due, gradeOf } from '#services/classroom/rules/testing.ts';
import { tree } from '#services/classroom/trees.ts';
import { storable } from '#services/platform/storable.ts';
import { HOSTILE, oddAddresses, skeleton, unseenIn } from '#services/platform/testing/hostile.ts';
import { attentionPage } from '../attention.ts';
import { filePage } from '../code/file-page.ts';
import type { Frame, Page } from '../layout.ts';
import { markingPage } from '../marking/marking.ts';
import { extensionPreviewPage } from '../people/extension-preview.ts';
import { rendered } from '../reply.ts';
import { planPage } from '../roster/plan.ts';
import { assignmentPage } from './assignment.ts';
import { comparePage } from './compare.ts';
import { manualPage, manualProblems, manualUndone } from './manual.ts';
import { gradebookPage } from './page.ts';

const at = new Date('2026-11-20T12:00:00Z');
const frame: Frame = { viewer: { account: undefined, admin: true }, path: '/', canSignIn: false };
const feedback = { pushes: 0, median: undefined, p95: undefined };
const id = 1;

/** The pages on which staff works, with a text wherever a student, GitHub or a file can put one. */
function pages(text: string): (Page | undefined)[] {
  const course = { id, slug: 'go', title: text, timeZone: 'UTC' };
  const access: Access = { course, role: 'teacher', sections: undefined, participants: [] };
  return [book(course, text), attention(access, text), assignment(access, text), ...code(text), ...files(access, text)];
}

function book(course: Access['course'], text: string): Page {
  const cells = [{ points: 1, maxPoints: 2, handedIn: true, signs: [] }];
  const row = { participantId: 1, name: text, login: text, kind: 'student', sections: [text], cells } as const;
  const rows = [{ ...row, total: { soFar: 50, ifNothingMore: 50 } }];
  const columns = [{ slug: 'one', title: text, maxPoints: 2 }];
  return gradebookPage({
    ...{ course, table: { columns, rows, sections: [text], participants: 1, unlinked: 1 }, feedback },
    wish: { search: text, section: text, sort: 'name', descending: false },
  });
}

function attention(access: Access, text: string): Page {
  const of = { participant: text, assignment: text };
  return attentionPage(
    access,
    {
      unmatched: [{ repositoryId: 1, repository: text, reason: text, pushes: 1, lastAt: at }],
      errored: [true, false].map((ours) => ({ runId: 1, submissionId: 1, ...of, ours, why: text, at })),
      stopped: [{ ...of, why: text, at }],
      flaky: [{ assignment: text, case: text, submissions: 1, submissionId: 1 }],
      ...{ feedback, undecided: { changes: 1, requests: 1, marks: 1 } },
    },
    { choices: [{ id, title: text }], why: text },
  );
}

function assignment(access: Access, text: string): Page {
  return assignmentPage(access, {
    ...{
      slug: 'one',
      title: text,
      maxPoints: 1,
      due: new Date(due),
      grades: [gradeOf({}, [{ id, at: due, points: 1 }])],
    },
    criteria: [{ name: text, runs: 2, failed: 1, credit: 0.5 }],
    cases: [{ criterion: text, name: text, runs: 2, failed: 1, flaky: 1, dropped: true }],
    slowest: [{ submissionId: 1, participant: text, seconds: 3 }],
  });
}

function code(text: string): (Page | undefined)[] {
  const lines = text.replace(/[\r\n]/g, ' ');
  const named = { id, slug: 'go', title: text, timeZone: 'UTC', name: text };
  const submission = {
    ...{
      id,
      sha: 'a'.repeat(40),
      course: named,
      assignment: named,
      participant: named,
      attempt: 1,
      handIns: [],
      runs: [],
    },
  } as unknown as SubmissionResult;
  const hunks = [{ oldStart: 1, newStart: 1, lines: [`+${lines}`, `-${lines}`] }];
  const remarks = [{ id, file: 'a.go', line: 1, text, madeBy: text, madeAt: at }];
  return [
    comparePage({
      ...{ before: submission, after: submission, files: [{ path: text, hunks, why: text }] },
      cases: [{ name: text, before: 'pass', after: 'fail' }],
    }),
    filePage({
      ...{ submission, submissionId: 1, remarks, mayMark: true, given: new Set<string>(), file: 'a.go', line: 1 },
      files: tree([['a.go', Buffer.from(lines)]]),
    }),
    markingPage(
      named,
      [{ submissionId: 1, participant: named, sections: [text], assignment: named, at, unmarked: 1, dealtTo: text }],
      { login: text, may: { mark: true, deal: true } },
    ),
  ];
}

function files(access: Access, text: string): Page[] {
  const change = { id, name: text, key: text, before: 1, after: 2 };
  const problems = [{ file: text, line: 1, column: 1, field: text, message: text }];
  const line = { line: 1, name: text, email: text, institutionId: text, login: text, section: text, group: text };
  const entry = { id, ...line, participantId: 1, left: false, invited: false };
  const changed = [{ entry, line, changes: [{ field: 'name', before: text, after: text }], back: true }] as const;
  const plan = { added: [line], changed, unchanged: [], missing: [entry, entry], left: [entry] };
  const told = { state: 'graded', points: 1, maxPoints: 2 } as const;
  const moved = [{ participant: { id, name: text }, before: told, after: { ...told, points: 2 }, why: [text] }];
  const difference = { moved, raised: 1, lowered: 0, histogram: { before: [1], after: [2] } };
  return [
    manualPage({
      ...{ access, text, reason: text, shown: 'x', stale: true },
      read: { changes: [change], conflicts: [{ ...change, exported: null }] },
    }),
    ...[manualProblems(access, problems), manualUndone(access, [text])],
    planPage({
      ...{ access, plan, sent: { text, replace: true } },
      file: { file: text, origin: 'other', fields: [], people: [line], skipped: [text], columns: {} },
    }),
    extensionPreviewPage({
      ...{ access, moved: [{ slug: 'one', title: text, difference }] },
      extension: {
        ...{ id, assignment: undefined, participant: { id, name: text }, section: text, reason: text },
        ...{ grantedBy: text, grantedAt: at },
      } as never,
      form: undefined,
    }),
  ];
}

const html = (text: string) => pages(text).map((page) => (page ? rendered(page, frame) : ''));
const harmless = html('harmless').map(skeleton);

test.each(HOSTILE.filter(({ text }) => text !== '').map(({ name, text }) => [name, text] as const))(
  '%s is shown to staff and does nothing',
  (_, text) => {
    for (const [i, page] of html(storable(text)).entries()) {
      expect([i, skeleton(page)]).toEqual([i, harmless[i]]);
      expect([i, unseenIn(page), oddAddresses(page)]).toEqual([i, [], []]);
    }
  },
);
