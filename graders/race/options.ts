import { type Static, Type } from 'typebox';
import { selectionOptions } from '../go/selection.ts';

export const options = Type.Object(
  {
    ...selectionOptions,
    count: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1000,
        default: 1,
        description: 'Repetitions of each test in all, spread over the values of procs.',
      }),
    ),
    procs: Type.Optional(
      Type.Array(Type.Integer({ minimum: 0, maximum: 64 }), {
        minItems: 1,
        maxItems: 8,
        uniqueItems: true,
        default: [0],
        description: 'Values of GOMAXPROCS, one process of each test for each; 0 means all cores.',
      }),
    ),
  },
  { additionalProperties: false },
);

export type Options = Static<typeof options>;
