import { type Static, Type } from 'typebox';

const Name = Type.String({
  pattern: '^Benchmark\\w*(/.+)?$',
  description:
    'A benchmark among the hidden tests, e.g. BenchmarkParse (all its sub-benchmarks) or BenchmarkParse/large.',
});

export const Limit = Type.Object(
  {
    benchmark: Name,
    allocs: Type.Optional(Type.Number({ minimum: 0, description: 'Most allocations per operation.' })),
    bytes: Type.Optional(Type.Number({ minimum: 0, description: 'Most bytes allocated per operation.' })),
  },
  { additionalProperties: false },
);

export const Speed = Type.Object(
  {
    benchmark: Name,
    full: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        default: 1.25,
        description: 'Times the time of the reference up to which there is full credit. Errors of 10 to 18 % are real.',
      }),
    ),
    half: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: 'Times at which half the credit is left. Default: midway.' }),
    ),
    none: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, default: 3, description: 'Times from which there is no credit.' }),
    ),
  },
  { additionalProperties: false },
);

export const options = Type.Object(
  {
    package: Type.Optional(
      Type.String({ description: 'Package directory of the benchmarks. Default: the first that has hidden tests.' }),
    ),
    limits: Type.Optional(
      Type.Array(Limit, { default: [], description: 'Hard limits on allocations, all or nothing each.' }),
    ),
    speed: Type.Optional(
      Type.Array(Speed, { default: [], description: 'Speed in relation to the reference solution, never absolute.' }),
    ),
    share: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1,
        default: 0.5,
        description: 'Part of the credit that the limits carry where there are both limits and speed.',
      }),
    ),
    pairs: Type.Optional(
      Type.Integer({
        minimum: 3,
        maximum: 50,
        default: 10,
        description: 'How often student and reference take turns.',
      }),
    ),
    pair: Type.Optional(
      Type.String({ pattern: '^\\d+(ms|s)$', default: '50ms', description: 'Time of one turn, e.g. 50ms.' }),
    ),
    requires: Type.Optional(
      Type.Array(Type.String({ format: 'regex' }), {
        minItems: 1,
        description:
          'Tests (regular expressions on top-level names) that must pass first. Default: all of that package.',
      }),
    ),
  },
  { additionalProperties: false },
);

export type Options = Static<typeof options>;
