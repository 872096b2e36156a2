import { expect, test } from 'vitest';
import type { CommitState } from './state.ts';
import { about, isSettled, stateInWords } from './state-words.ts';

const now = new Date('2026-11-27T22:59:00Z');
const ours = ' It is our trouble and costs nothing. ';

const sentences: [CommitState, string][] = [
  [{ state: 'received' }, 'It was received and will be looked at.'],
  [{ state: 'queued', place: 3, estimateSeconds: 41 }, 'Place 3 in the queue, about 45 s.'],
  [
    { state: 'queued', place: 3, estimateSeconds: 41, halfway: true },
    'The first results are here; the rest follows when nobody waits for first ones. Place 3 in the queue, about 45 s.',
  ],
  [{ state: 'queued' }, 'It is about to be graded.'],
  [
    { state: 'queued', trouble: 'Docker was away', retryAt: new Date('2026-11-27T23:01:00Z') },
    `Docker was away.${ours}It is tried again in about 2 min.`,
  ],
  [
    { state: 'superseded', by: { submissionId: 2, sha: 'b'.repeat(40) }, place: 9, estimateSeconds: 9000 },
    'A newer commit, bbbbbbb, came after it and goes first; this one waits behind fresh pushes. Place 9 in the queue, about 2.5 h.',
  ],
  [{ state: 'grading', phase: 'running' }, 'Its tests are running.'],
  [
    { state: 'grading', phase: 'running', criteria: ['Hidden tests', 'No data race'] },
    'It is being run for: Hidden tests, No data race.',
  ],
  [{ state: 'grading', phase: 'a new one' }, 'It is being graded.'],
  [
    { state: 'reporting', since: now, trouble: 'GitHub answered 502' },
    'It is graded; GitHub is being told. GitHub answered 502.',
  ],
  [{ state: 'done', unreported: 'it is gone' }, 'It is graded; GitHub could not be told: it is gone.'],
  [{ state: 'errored', why: 'Docker was away.', next: 'Wait.' }, 'Docker was away. Wait.'],
  [{ state: 'ignored', why: 'Another branch.', mend: 'Push to main.' }, 'Another branch. Push to main.'],
];

test.each(sentences)('%j is told in sentences', (state, words) => {
  expect(stateInWords(state, now)).toBe(words);
});

test('what waits for nobody but us is not settled', () => {
  const settled = sentences.filter(([state]) => isSettled(state)).map(([{ state }]) => state);
  expect(settled).toEqual(['done', 'errored', 'ignored']);
});

test('no wait is promised shorter than it can be', () => {
  expect([0, 5, 59, 61, 3599, 3600].map(about)).toEqual(['5 s', '5 s', '60 s', '2 min', '60 min', '1 h']);
});
