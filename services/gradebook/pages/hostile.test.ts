import { expect, test } from 'vitest';
import type { Work } from '#services/classroom/marking/work.ts';
import type { Proposal } from '#services/classroom/proposals/proposal.ts';
import type { RegradeRequest } from '#services/classroom/requests/requests.ts';
import type { RunResult } from '#services/classroom/results/run.ts';
import type { SubmissionResult } from '#services/classroom/results/submission.ts';
import { noRules } from '#services/classroom/rules/document.ts';
import type { Grade } from '#services/classroom/rules/grade.ts';
import { tree } from '#services/classroom/trees.ts';
import { storable } from '#services/platform/storable.ts';
import { HOSTILE, HUGE, oddAddresses, skeleton, unseenIn } from '#services/platform/testing/hostile.ts';
import { criterion, judgement } from '../testing/classroom.ts';
import { accountPage } from './account.ts';
import { changePage, changesPage } from './changes.ts';
import { filePage } from './code/file-page.ts';
import type { Frame, Page } from './layout.ts';
import { markingPage } from './marking/marking.ts';
import { rendered } from './reply.ts';
import { requestsPage } from './requests.ts';
import { studentPage } from './student.ts';
import { submissionPage } from './submission.ts';

const at = new Date('2026-11-20T12:00:00Z');
const frame: Frame = { viewer: { account: undefined, admin: true }, path: '/', canSignIn: false };
const course = { slug: 'go', title: 'Go', timeZone: 'UTC' };

/** What a student, GitHub or the course's files can put a text into. */
function pages(text: string): Page[] {
  return [
    accountPage(
      { githubId: 1, login: 'ada' },
      {
        tokens: [{ id: 1, name: text, course: null, createdAt: at, expiresAt: at, usedAt: at }],
        courses: [{ slug: 'go', title: text }],
      },
    ),
    requestsPage(course, [request(text, 'open'), request(text, 'granted')], { answer: true, deal: true }),
    changesPage({ ...course, title: text }, [proposal(text)], regradable(text), true),
    changePage(course, proposal(text), { changes: [text], difference: difference(text) }, true, text),
    studentPage({
      course: { slug: 'go', title: text },
      sheet: sheet(text),
      feedback: { pushes: 0, median: undefined, p95: undefined },
      githubUrl: 'https://github.example',
      now: at,
    }),
    submissionOf(submission(text), text),
    fileOf(submission(text), text),
    markingPage({ ...course, title: text }, [work(text)], { login: 'ada', may: { mark: true, deal: true } }),
  ];
}

function fileOf(submission: SubmissionResult, text: string): Page {
  const file = `${text.replace(/[\r\n]/g, ' ')}.go`;
  const files = tree([[file, Buffer.from(text.replace(/[\r\n]/g, ' '))]]);
  const remarks = [{ id: 1, file, line: 1, text, madeBy: 'helper', madeAt: at }];
  const page = { submission, submissionId: 1, files, given: new Set<string>(), remarks, mayMark: true };
  return filePage({ ...page, file, line: 1 })!;
}

function work(text: string): Work {
  const whose = {
    participant: { id: 1, name: text },
    sections: [text],
    assignment: { id: 1, slug: 'one', title: text },
  };
  return { submissionId: 1, ...whose, at, unmarked: 5, dealtTo: text };
}

function regradable(text: string) {
  return { assignments: [{ slug: 'one', title: text }], criteria: [text], participants: [{ id: 1, name: text }] };
}

function submissionOf(submission: SubmissionResult, text: string): Page {
  return submissionPage({
    ...{ submission, attempts: [], githubUrl: 'https://github.example' },
    files: tree([['a.go', Buffer.from(text.replace(/[\r\n]/g, ' '))]]),
    requests: [request(text, 'declined')],
    remarks: [{ id: 1, file: 'a.go', line: 1, text, madeBy: 'helper', madeAt: at }],
    ...{ mayAsk: true, mayMark: true },
  });
}

function request(text: string, state: RegradeRequest['state']): RegradeRequest {
  return {
    ...{ id: 1, submissionId: 1, participant: { id: 1, name: text }, assignment: { slug: 'one', title: text } },
    ...{ criterion: text, criterionTitle: text, reason: text, askedAt: at, state, dealtTo: text },
    ...{ answer: text, answeredBy: text, answeredAt: at },
  };
}

function proposal(text: string): Proposal {
  const applied = { version: 1, rules: null };
  return {
    ...{ id: 1, kind: 'rescore', assignment: { id: 1, slug: 'one', title: text }, change: applied, before: applied },
    ...{ why: text, state: 'applied', madeBy: text, madeAt: at, decidedBy: text, decidedAt: at },
    ...{ runs: 0, running: 0, errored: 0, behind: 0 },
  };
}

function difference(text: string) {
  const told = { state: 'graded', points: 1, maxPoints: 2 } as const;
  const moved = [{ participant: { id: 1, name: text }, before: told, after: { ...told, points: 2 }, why: [text] }];
  return { moved, raised: 1, lowered: 0, histogram: { before: [1], after: [2] } };
}

function sheet(text: string): Parameters<typeof studentPage>[0]['sheet'] {
  const deadline = { regular: at, due: at, lateFrom: at, cutoff: at, extension: { id: 1, reason: text } };
  const grade: Grade = {
    ...{ assignmentId: 1, ownerId: 1, state: 'graded', points: 1, maxPoints: 2 },
    why: { deadline, attempts: [], counting: undefined, waiting: 0, override: undefined },
  };
  const assignment = { id: 1, slug: 'one', title: text, groups: undefined, rules: noRules, maxPoints: 2 };
  return {
    participant: { id: 1, name: text, kind: 'student', sections: [text] },
    ...{ timeZone: 'UTC', slipDays: { spent: 0, left: 1 }, total: { soFar: 1, ifNothingMore: 1 } },
    assignments: [
      {
        ...{ assignment, grade, repository: { owner: text, name: text, pullNumber: 1 } },
        underWay: { submissionId: 1, state: { state: 'errored', why: text, next: text } },
      },
    ],
    notCounted: [{ repository: text, sha: 'a'.repeat(40), branch: text, at, why: text, mend: text }],
  };
}

function submission(text: string): SubmissionResult {
  const repository = { id: 1, owner: text, name: text };
  const handIn = {
    cause: 'push',
    branch: text,
    tag: null,
    pullNumber: null,
    official: true,
    receivedAt: at,
    proof: null,
  };
  return {
    ...{ id: 1, sha: 'a'.repeat(40), tree: undefined, unavailable: undefined, purgedAt: at, repository, course },
    ...{ assignment: { id: 1, slug: 'one', title: text }, participant: { id: 1, name: text } },
    ...{ handIns: [{ ...handIn, senderLogin: text }], attempt: 1, run: run(text), runs: [], state: { state: 'done' } },
  } as SubmissionResult;
}

/** `ours`: what no student can write. */
function run(text: string, ours: string = text): RunResult {
  const told = { cause: text, input: text, got: text, want: text, output: text, reproduce: text, hint: text };
  const judged = judgement(0.5, {
    summary: text,
    cases: (['fail', 'pass'] as const).map((verdict) => ({
      name: text,
      verdict,
      weight: 1,
      visibility: 'visible',
      ...told,
    })),
    findings: [{ rule: ours, level: 'error', file: 'a.go', line: 1, message: text, detail: text }],
    tampering: [text],
  });
  const scored = { name: 'unit', state: 'judged', credit: 0.5, points: 5, maxPoints: 10 } as const;
  return {
    ...{ id: 1, state: 'done', cause: 'hand-in', phase: undefined, createdAt: at, startedAt: at, finishedAt: at },
    ...{
      timings: { run: 1 },
      versions: { go: ours },
      seed: ours,
      mode: ours,
      tampering: [text],
      findings: [],
      error: undefined,
    },
    score: { score: 5, maxScore: 10, unmarked: 0, criteria: [scored] },
    criteria: [
      {
        ...{
          criterion: criterion('unit', 10, { title: ours }),
          scored,
          judgement: judged,
          hiddenCases: 1,
          hints: [text],
        },
        mark: { credit: 1, comment: text, markedBy: ours, markedAt: at },
      },
    ],
  };
}

const html = (text: string) => pages(text).map((page) => rendered(page, frame));
const harmless = html('harmless').map(skeleton);

test.each(HOSTILE.filter(({ text }) => text !== '').map(({ name, text }) => [name, text] as const))(
  '%s is shown and does nothing',
  (_, text) => {
    for (const [i, page] of html(storable(text)).entries()) {
      expect(skeleton(page)).toEqual(harmless[i]);
      expect([unseenIn(page), oddAddresses(page)]).toEqual([[], []]);
    }
  },
);

test.each(HUGE.map(({ name, text }) => [name, text] as const))('%s, as output, is cut short', (_, text) => {
  const page = rendered(submissionOf({ ...submission('x'), run: run(text, 'x') }, 'x'), frame);
  expect(page.length).toBeLessThan(500_000);
});
