import Type, { type Static } from 'typebox';

const visibility = (description: string) =>
  Type.Optional(Type.Enum(['visible', 'after-due', 'hidden'], { description }));

const duration = (description: string) =>
  Type.Optional(Type.String({ pattern: '^[0-9]+(ms|s|m)$', description: `${description}, e.g. 500ms, 10s, 2m` }));

const size = (description: string) =>
  Type.Optional(Type.String({ pattern: '^[0-9]+(KiB|MiB|GiB)$', description: `${description}, e.g. 256KiB, 512MiB` }));

const name = (description: string) => Type.String({ pattern: '^[a-z0-9][a-z0-9._%-]*$', maxLength: 64, description });

const removed = Type.Optional(Type.Array(Type.String(), { description: 'Files of the reference that it lacks.' }));

/** One row of `rubric:`. The options are validated by the check that is named. */
export const CriterionSchema = Type.Object(
  {
    name: Type.Optional(name('Unique in the rubric; by default the name of the check.')),
    title: Type.Optional(Type.String({ minLength: 1, maxLength: 120, description: 'One line for people.' })),
    check: Type.String({ minLength: 1, description: 'How it is judged: a folder of graders/.' }),
    points: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 10_000, description: 'What full credit earns.' }),
    ),
    penalty: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 10_000, description: 'What missing credit costs at most.' }),
    ),
    gate: Type.Optional(Type.Boolean({ description: 'Without credit here the score is 0.' })),
    visibility: visibility('Who sees its cases; by default as the assignment says.'),
    options: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: 'Options of the check.' })),
  },
  { additionalProperties: false },
);

const WrongSchema = Type.Object(
  {
    name: name('Its folder under wrong/.'),
    mistake: Type.String({ minLength: 1, description: 'What is wrong with it.' }),
    loses: Type.Record(Type.String(), Type.Number({ exclusiveMinimum: 0, maximum: 1 }), {
      description: 'Criterion to the share of it (0..1) that must be lost.',
    }),
    remove: removed,
  },
  { additionalProperties: false },
);

const RightSchema = Type.Object(
  { name: name('Its folder under right/.'), what: Type.String({ minLength: 1 }), remove: removed },
  { additionalProperties: false },
);

const LimitsSchema = Type.Object(
  {
    test: duration('Wall time of one test; 10s by default'),
    run: duration('Wall time of all tests of one criterion; 60s by default'),
    compile: duration('Wall time of one compile step; 60s by default'),
    memory: size('Memory of the running tests; 512MiB by default'),
    processes: Type.Optional(Type.Integer({ minimum: 8, maximum: 4096, description: 'At once; 128 by default.' })),
    output: size('Output of one test; 256KiB by default'),
  },
  { additionalProperties: false },
);

/** `owner/name` at GitHub. */
export const TEMPLATE = '^[A-Za-z0-9][A-Za-z0-9_-]*/[A-Za-z0-9._-]{1,100}$';

/** `assignment.yaml` as a teacher writes it. */
export const AssignmentSchema = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 120 }),
    slug: Type.Optional(name('In repository names; by default the name of the folder.')),
    module: Type.Optional(Type.Integer({ minimum: 1, maximum: 99 })),
    summary: Type.Optional(Type.String({ maxLength: 2000 })),
    topics: Type.Optional(Type.Array(Type.String({ pattern: '^M[0-9]{2}\\.T[0-9]+$' }))),
    go: Type.Optional(
      Type.String({ pattern: '^1\\.[0-9]+$', description: 'Go version that the task is written for.' }),
    ),
    limits: Type.Optional(LimitsSchema),
    protected: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        description:
          "Globs of files whose teacher's copy always wins, besides go.mod, go.sum and everything in tests/.",
      }),
    ),
    allow: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 120 }), {
        maxItems: 100,
        description:
          "What students' code may use besides the packages that only compute: packages (os, net/...), modules, concurrency, dot-imports, line-directives, go:<directive>, or anything.",
      }),
    ),
    judging: Type.Optional(
      Type.Enum(['auto', 'sealed', 'shared', 'outside'], {
        description:
          "How hidden tests reach students' code: sealed (in a process of their own), shared (linked with it), outside (tests that import pushmark/kit/programs start the program), or auto (default): outside where they do, sealed where `pushmark check` has found both ways equal.",
      }),
    ),
    template: Type.Optional(
      Type.String({
        pattern: TEMPLATE,
        description:
          'owner/name of a template repository at GitHub that is copied for whoever accepts, with all that is in it; by default the files of starter/.',
      }),
    ),
    unsolved: Type.Optional(
      Type.Boolean({
        description:
          'reference/ is no solution yet: every hidden test counts, as a whole, though none was seen to pass. For assignments from elsewhere; `pushmark check` is as strict as ever.',
      }),
    ),
    readable: Type.Optional(
      Type.Boolean({
        description:
          "Accepts that students' code can read the hidden tests that it is linked with, and what they expect, by what `allow` lets it do (os, unsafe, anything ...), or can write their verdicts, where goroutines are allowed and a criterion says `unconfirmed: passes`. Without it such an assignment is refused. No verdict depends on it.",
      }),
    ),
    visibility: visibility('Who sees test cases; everybody by default.'),
    drop: Type.Optional(
      Type.Record(Type.String(), Type.String({ minLength: 1, maxLength: 500 }), {
        description:
          'Tests or subtests that count for nobody, e.g. {TestTop/empty: the task does not say what it gives}, to why: students read it. Nothing is judged again for it.',
      }),
    ),
    rubric: Type.Array(CriterionSchema, { minItems: 1 }),
    wrong: Type.Optional(Type.Array(WrongSchema)),
    right: Type.Optional(Type.Array(RightSchema)),
  },
  { additionalProperties: false },
);

export type AssignmentYaml = Static<typeof AssignmentSchema>;

/** Words that later versions give a meaning; refused until then, so that no file means two things. */
export const reservedWords = ['weights', 'groups', 'gates', 'voids', 'needs', 'services'] as const;
