import { announced, checks } from '#graders/registry.ts';
import { AssignmentSchema } from './schema.ts';

/**
 * The JSON Schema of `assignment.yaml` for editors: the same that `read.ts` validates with, and for each check the
 * options that it takes.
 */
export function assignmentJsonSchema(): object {
  const schema = structuredClone(AssignmentSchema) as unknown as Editable;
  const criterion = schema.properties.rubric.items;
  criterion.properties.check = {
    enum: [...checks.keys(), ...announced],
    description: criterion.properties.check.description,
  };
  criterion.allOf = [...checks].map(([name, check]) => ({
    if: { properties: { check: { const: name } }, required: ['check'] },
    // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
    then: { properties: { options: structuredClone(check.options) } },
  }));
  return { $schema: 'http://json-schema.org/draft-07/schema#', title: 'Pushmark assignment', ...schema };
}

interface Editable {
  properties: {
    rubric: {
      items: { properties: Record<'check', { description?: string | undefined; enum?: string[] }>; allOf?: object[] };
    };
  };
}
