import { type Static, Type } from 'typebox';
import { selectionOptions } from '../go/selection.ts';
import { weightOptions } from '../go/weights.ts';

const Word = Type.Union([Type.Literal('visible'), Type.Literal('after-due'), Type.Literal('hidden')]);

export const options = Type.Object(
  {
    ...selectionOptions,
    count: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1000,
        default: 1,
        description: 'Repetitions of each test, as in `go test -count`. A case passes only if every repetition did.',
      }),
    ),
    again: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 5,
        default: 1,
        description:
          'How often a test that failed is run again, each time in a fresh container, to find out whether it is flaky.',
      }),
    ),
    flaky: Type.Optional(
      Type.Union([Type.Literal('fails'), Type.Literal('passes')], {
        default: 'fails',
        description:
          'What a test counts as that failed and passed when it was run again: luck is not rewarded by default.',
      }),
    ),
    // Without a default in the schema, so that assignments that do not say it keep their judging digest.
    unconfirmed: Type.Optional(
      Type.Union([Type.Literal('fails'), Type.Literal('passes')], {
        description:
          'What a test counts as that is linked with code that may start goroutines, passes, and does not pass in the build with the race detector without failing there either: it meets a data race, or runs out of time or memory. Default: fails, because a data race can write any memory, so what passes may have been made to pass. With `passes` honest races cost the points of a `race` criterion only, and code that rewrites its tests by a race gets its points; `check` refuses that unless `readable: true` accepts it.',
      }),
    ),
    ...weightOptions,
    hints: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        default: {},
        description:
          'What a student whose test fails is told, by test or subtest; a hint of a test holds for its subtests.',
      }),
    ),
    visibility: Type.Optional(
      Type.Union([Word, Type.Record(Type.String({ format: 'regex' }), Word)], {
        description:
          'Who sees a case: visible, after-due or hidden; one word for all, or one per regular expression on the names of tests (first match wins). Default: that of the criterion.',
      }),
    ),
  },
  { additionalProperties: false },
);

export type Options = Static<typeof options>;
