import Type, { type Static } from 'typebox';
import { folder, LateSchema, RuledEntrySchema, StaffSchema } from './rules-schema.ts';

/** In repository names, database and addresses. */
const slug = (description: string) => Type.String({ pattern: '^[a-z0-9][a-z0-9._-]*$', maxLength: 64, description });

const organisation = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_-]*$', maxLength: 64 });

/** Whose repository it is, whatever its name looks like. */
const MappingSchema = Type.Object(
  {
    assignment: Type.Optional(Type.String({ description: 'Slug of the assignment.' })),
    student: Type.Optional(
      Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_-]*$', description: "The student's login." }),
    ),
    group: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'The name of the group.' })),
    ignore: Type.Optional(Type.Literal(true, { description: 'No hand-in, e.g. a repository with starter code.' })),
  },
  { additionalProperties: false },
);

/** `course.yaml` as a teacher writes it; also its JSON Schema. */
export const CourseSchema = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 120, description: 'One line for people.' }),
    slug: Type.Optional(slug('In addresses and repository names; by default the name of the folder.')),
    term: Type.Optional(
      Type.String({ minLength: 1, maxLength: 60, description: 'When it is taught, for people, e.g. autumn 2026.' }),
    ),
    timezone: Type.Optional(
      Type.String({ minLength: 1, description: 'Of dates in this course, e.g. Europe/Berlin; UTC by default.' }),
    ),
    weight: Type.Optional(
      Type.Number({
        minimum: 0.1,
        maximum: 100,
        description:
          'Its share of the workers while other courses wait too; by default 1, and 2 gets twice as many turns.',
      }),
    ),
    organisation: Type.Optional(organisation),
    organisations: Type.Optional(Type.Array(organisation, { minItems: 1, description: 'Where its repositories are.' })),
    classrooms: Type.Optional(
      Type.Array(slug('What <classroom> stands for.'), {
        minItems: 1,
        description: "What <classroom> may stand for in naming; by default the course's slug.",
      }),
    ),
    naming: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
        minItems: 1,
        description:
          'Repository names of <slug>, <login> or <team>, and <classroom>; by default <slug>-<login> and <slug>.<login>.',
      }),
    ),
    repositories: Type.Optional(
      Type.Record(Type.String(), MappingSchema, { description: 'owner/name to whose it is; wins over naming.' }),
    ),
    staff: Type.Optional(StaffSchema),
    late: Type.Optional(LateSchema),
    assignments: Type.Array(Type.Union([folder, RuledEntrySchema]), {
      description: 'Folders of the assignments, in their order, alone or with their dates and rules.',
    }),
    groups: Type.Optional(
      Type.Array(folder, {
        description:
          'Those of the assignments whose repositories belong to groups: <team> names these, <login> all others. ' +
          'Without it either pattern may name any assignment.',
      }),
    ),
  },
  { additionalProperties: false },
);

export type CourseYaml = Static<typeof CourseSchema>;
