import Type from 'typebox';
import { describe, expect, it } from 'vitest';
import { InvalidInput, type Problem } from './errors.ts';
import { readYaml } from './yaml.ts';

const schema = Type.Object(
  {
    title: Type.String({ minLength: 1 }),
    rows: Type.Array(
      Type.Object(
        { check: Type.String(), points: Type.Optional(Type.Number({ exclusiveMinimum: 0 })) },
        { additionalProperties: false },
      ),
    ),
    tone: Type.Optional(Type.Union([Type.Literal('light'), Type.Literal('dark')])),
    staff: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Union([
          Type.Enum(['red', 'blue']),
          Type.Object({ role: Type.Enum(['red', 'blue']) }, { additionalProperties: false }),
        ]),
      ),
    ),
  },
  { additionalProperties: false },
);

function problemsOf(text: string): readonly Problem[] {
  try {
    readYaml('a.yaml', text, schema);
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems;
    throw error;
  }
  return [];
}

describe('a YAML file with a schema', () => {
  it('gives its value when it fits', () => {
    expect(readYaml('a.yaml', 'title: x\nrows: [{ check: tests, points: 3 }]', schema).value).toEqual({
      title: 'x',
      rows: [{ check: 'tests', points: 3 }],
    });
  });

  it('names line, column and field of each problem, and the word that was probably meant', () => {
    const problems = problemsOf('titel: x\nrows:\n  - check: a\n    poinst: 3\n  - points: 0\ntone: grey\n');
    expect(problems).toEqual([
      { file: 'a.yaml', line: 1, column: 1, field: '', message: 'lacks title' },
      { file: 'a.yaml', line: 1, column: 1, field: 'titel', message: 'is not known here; did you mean title?' },
      {
        file: 'a.yaml',
        line: 4,
        column: 5,
        field: 'rows[0].poinst',
        message: 'is not known here; did you mean points?',
      },
      { file: 'a.yaml', line: 5, column: 5, field: 'rows[1]', message: 'lacks check' },
      { file: 'a.yaml', line: 5, column: 5, field: 'rows[1].points', message: 'must be > 0' },
      { file: 'a.yaml', line: 6, column: 1, field: 'tone', message: 'must be light or dark' },
    ]);
  });

  it('speaks of the kind that was meant, where a value may be of several', () => {
    const text = 'title: x\nrows: []\nstaff: {a: grey, b: {role: grey}, c: {rule: red}, d: 3}\n';
    expect(problemsOf(text).map(({ field, message }) => `${field} ${message}`)).toEqual([
      'staff.a must be one of red, blue',
      'staff.b.role must be one of red, blue',
      'staff.c lacks role',
      'staff.c.rule is not known here; did you mean role?',
      'staff.d must be one of red, blue',
    ]);
  });

  it('places a syntax error', () => {
    expect(problemsOf('title: [1,\n b: 2')[0]).toMatchObject({ file: 'a.yaml', line: 2 });
  });

  it('reads an empty file as one that lacks everything', () => {
    expect(problemsOf('')[0]?.message).toBe('lacks title, rows');
  });

  it('does not expand aliases without end', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (let i = 0; i < 8; i++)
      bomb.push(
        `b${i}: &b${i} [${Array(9)
          .fill(i === 0 ? '*a' : `*b${i - 1}`)
          .join(',')}]`,
      );
    expect(() => readYaml('a.yaml', bomb.join('\n'), schema)).toThrow(/alias/i);
  });
});
