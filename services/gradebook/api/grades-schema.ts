import Type from 'typebox';
import { SIGNS } from '#services/classroom/gradebook/signs.ts';

const Nothing = Type.Null();

const Cell = Type.Object({
  points: Type.Union([Type.Number(), Nothing], { description: 'null: not graded, or excused.' }),
  maxPoints: Type.Number(),
  handedIn: Type.Boolean(),
  signs: Type.Array(Type.Enum([...SIGNS]), { description: 'What stands beside the grade, the most urgent first.' }),
});

const Participant = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  login: Type.Optional(Type.String({ description: 'As pushes name it, where that is not its name.' })),
  kind: Type.Enum(['student', 'group']),
  sections: Type.Array(Type.String()),
  totalPercent: Type.Union([Type.Number(), Nothing], { description: 'Of what is graded so far.' }),
  grades: Type.Array(Cell, { description: 'One for each assignment, in its order.' }),
});

export const GradesAnswer = Type.Object({
  course: Type.Object({ slug: Type.String(), title: Type.String(), timeZone: Type.String() }),
  assignments: Type.Array(Type.Object({ slug: Type.String(), title: Type.String(), maxPoints: Type.Number() })),
  participants: Type.Array(Participant),
});

export const CasesAnswer = Type.Object({
  criteria: Type.Array(
    Type.Object({
      name: Type.String(),
      runs: Type.Integer({ description: 'That grades are of.' }),
      failed: Type.Integer({ description: 'Without full credit.' }),
      credit: Type.Number({ description: 'Mean, 0 to 1.' }),
    }),
  ),
  cases: Type.Array(
    Type.Object({
      criterion: Type.String(),
      name: Type.String(),
      runs: Type.Integer(),
      failed: Type.Integer(),
      flaky: Type.Integer({ description: 'Failed and passed on the same code.' }),
      dropped: Type.Boolean({ description: 'It counts for nobody.' }),
    }),
  ),
});
