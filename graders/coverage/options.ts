import { type Static, Type } from 'typebox';

const Percent = (fallback: number, description: string) =>
  Type.Optional(Type.Number({ minimum: 0, maximum: 100, default: fallback, description }));

export const options = Type.Object(
  {
    packages: Type.Optional(
      Type.Array(Type.String(), {
        minItems: 1,
        description:
          'Package directories (globs) whose own tests are run. Default: all that have tests of the student.',
      }),
    ),
    files: Type.Optional(
      Type.Array(Type.String(), {
        minItems: 1,
        description:
          'Globs of the files whose statements count, e.g. [gradebook/*.go]. Default: all Go files but tests.',
      }),
    ),
    full: Percent(70, 'Percentage from which there is full credit.'),
    none: Percent(0, 'Percentage up to which there is none; in between, credit grows evenly.'),
  },
  { additionalProperties: false },
);

export type Options = Static<typeof options>;
