import Type from 'typebox';
import type { CommitState } from '#services/classroom/results/state.ts';

/** Which commit is asked about. */
export const Query = Type.Object({
  repository: Type.String({
    maxLength: 200,
    pattern: '^([0-9]{1,15}|[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+)$',
    description: "`owner/name` in any case, or GitHub's number of the repository.",
  }),
  sha: Type.String({ pattern: '^([0-9a-f]{40}|[0-9a-f]{64})$', description: 'The whole commit id, lower case.' }),
});

const Time = Type.String({ format: 'date-time' });

const names: CommitState['state'][] = [
  ...(['received', 'superseded', 'queued', 'fetching', 'grading', 'reporting', 'done'] as const),
  ...(['errored', 'unavailable', 'ignored'] as const),
];

/** Where the commit is on its way; further fields depend on `name`. */
const State = Type.Object({
  name: Type.Enum(names, {
    description:
      'received: its delivery came and will be looked at. superseded: it waits behind a newer commit. queued: it waits. ' +
      'fetching, grading: a worker has it. reporting: judged, GitHub is being told. done: told. errored: trouble of ours, ' +
      'given up for now. unavailable: GitHub went on denying its files, or they are too big. ignored: it is not graded.',
  }),
  words: Type.String({ description: 'The same in a sentence for the student.' }),
  settled: Type.Boolean({ description: 'Nothing changes any more unless somebody does something.' }),
  halfway: Type.Optional(
    Type.Literal(true, { description: 'queued, superseded: the quick criteria are judged, the others follow.' }),
  ),
  place: Type.Optional(Type.Integer({ minimum: 1, description: 'queued, superseded: 1 is next.' })),
  estimateSeconds: Type.Optional(Type.Integer({ minimum: 0, description: 'queued, superseded: until the result.' })),
  retryAt: Type.Optional(Time),
  trouble: Type.Optional(Type.String({ description: 'What of ours holds it up.' })),
  by: Type.Optional(
    Type.Object({ submissionId: Type.Integer(), sha: Type.String() }, { description: 'superseded: by this one.' }),
  ),
  phase: Type.Optional(Type.String({ description: 'grading: preparing, compiling, running or judging.' })),
  criteria: Type.Optional(
    Type.Array(Type.String(), { description: 'grading, running: titles of the criteria whose turn it is.' }),
  ),
  since: Type.Optional(Time),
  unreported: Type.Optional(Type.String({ description: 'done: why GitHub could not be told.' })),
  why: Type.Optional(Type.String({ description: 'errored, unavailable, ignored.' })),
  next: Type.Optional(Type.String({ description: 'errored: what happens next.' })),
  mend: Type.Optional(Type.String({ description: 'ignored: what would have it graded.' })),
});

/** What a score rests on; `pushmark verify RUN` judges by the same again. */
const Judged = Type.Object({
  run: Type.Integer({ description: 'The run that counts.' }),
  mode: Type.Optional(
    Type.String({ description: "How hidden tests reached the student's code: outside, sealed or shared." }),
  ),
  image: Type.Optional(Type.String({ description: 'Digests of the compile and the run image.' })),
  assignment: Type.Optional(Type.String({ description: "The assignment's judging digest." })),
  policy: Type.Optional(Type.String({ description: 'Level and version of the source policy.' })),
  seed: Type.Optional(Type.String({ description: 'Hex digits.' })),
  go: Type.Optional(Type.String({ description: 'The toolchain.' })),
});

const Submission = Type.Object({
  id: Type.Integer(),
  page: Type.String({ description: 'Path of its page.' }),
  assignment: Type.String({ description: 'Slug.' }),
  participant: Type.String(),
  official: Type.Boolean({ description: 'false: practice, never in the gradebook.' }),
  attempt: Type.Optional(Type.Integer({ minimum: 1, description: 'Its number among official hand-ins.' })),
  receivedAt: Time,
  proof: Type.Optional(
    Type.Union([Type.Literal('delivery-log'), Type.Literal('activity'), Type.Literal('found')], {
      description: 'Where receivedAt comes from when its delivery never reached us; absent: our clock at receipt.',
    }),
  ),
  score: Type.Optional(Type.Number({ description: 'Of the run that counts.' })),
  maxScore: Type.Optional(Type.Number()),
  judged: Type.Optional(Judged),
});

export const Answer = Type.Object({
  repository: Type.String(),
  sha: Type.String(),
  state: State,
  submission: Type.Optional(Submission),
});

export const Refusal = Type.Object({ error: Type.String() });
