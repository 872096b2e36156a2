import Type, { type Static } from 'typebox';

const duration = (description: string) =>
  Type.String({ pattern: '^[1-9][0-9]{0,3}(s|m|h|d)$', description: `${description}, e.g. 90s, 10m, 12h, 2d.` });

const share = (description: string) =>
  Type.String({ pattern: '^[0-9]{1,3}([.][0-9]{1,2})?%$', description: `${description}, e.g. 10%.` });

const date = (description: string) =>
  Type.String({
    minLength: 1,
    maxLength: 40,
    description: `${description} A local time of the course, 2026-11-20 23:59, or one with its offset, 2026-11-20T23:59:00+01:00.`,
  });

const slipDaysEach = Type.Optional(
  Type.Integer({
    minimum: 0,
    maximum: 365,
    description: 'Slip days that may be spent on one assignment; by default all.',
  }),
);

const perDay = Type.Optional(share('Of the score, for each begun day after due date and grace; by default nothing'));
const cap = Type.Optional(share('Of the score, what lateness costs at most; by default everything'));

const lateOfOne = { 'per-day': perDay, cap, 'slip-days-each': slipDaysEach };

/** `late:` of the course. */
export const LateSchema = Type.Object(
  {
    ...lateOfOne,
    grace: Type.Optional(duration('After a due date, and not late yet')),
    'slip-days': Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 365,
        description: 'Late days of the whole course that each participant has for nothing.',
      }),
    ),
  },
  { additionalProperties: false, description: 'What late work costs, unless an assignment says otherwise.' },
);

export const folder = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$',
  description: 'A folder with an assignment.yaml, relative to course.yaml, e.g. m02-gradebook.',
});

/** An entry of `assignments:` that says more than its folder. */
export const RuledEntrySchema = Type.Object(
  {
    folder,
    opens: Type.Optional(date('What is handed in before does not count.')),
    due: Type.Optional(date('What is handed in later is late.')),
    grace: Type.Optional(duration('After the due date, and not late yet')),
    cutoff: Type.Optional(date('What is handed in later does not count at all.')),
    late: Type.Optional(Type.Object(lateOfOne, { additionalProperties: false, description: 'Of this assignment.' })),
    counts: Type.Optional(
      Type.Enum(['last', 'best', 'chosen'], {
        description:
          'Which attempt the grade is of: the last (default), the best, or the one that the student chooses.',
      }),
    ),
    attempts: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1000, description: 'Attempts that count; any number by default.' }),
    ),
    cooldown: Type.Optional(duration('After an attempt, what is handed in sooner does not count')),
    trigger: Type.Optional(
      Type.Enum(['push', 'tag', 'pull-request'], {
        description:
          'What hands in: a push to the default branch (default), a tag submit/…, or an open pull request of another branch.',
      }),
    ),
    weight: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 10_000,
        description: 'In the total of the course, against the others; 1 by default.',
      }),
    ),
    groups: Type.Optional(Type.Boolean({ description: 'Its repositories belong to groups, or to students.' })),
    'group-size': Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100, description: 'Members of a group at most; any number by default.' }),
    ),
  },
  { additionalProperties: false },
);

export type LateYaml = Static<typeof LateSchema>;
export type RuledEntryYaml = Static<typeof RuledEntrySchema>;

const roles = Type.Enum(['teacher', 'assistant', 'observer']);

export const StaffSchema = Type.Record(
  Type.String(),
  Type.Union([
    roles,
    Type.Object(
      {
        role: roles,
        sections: Type.Optional(
          Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
            minItems: 1,
            description: 'Of the roster; all by default.',
          }),
        ),
      },
      { additionalProperties: false },
    ),
  ]),
  { description: 'Login to what it may do: teacher (everything), assistant (grades, answers), observer (looks).' },
);

export type StaffYaml = Static<typeof StaffSchema>;
