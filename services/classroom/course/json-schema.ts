import { CourseSchema } from './schema.ts';

/** The JSON Schema of `course.yaml`, for editors: `course/course.schema.json`. */
export function courseJsonSchema(): object {
  return { $schema: 'http://json-schema.org/draft-07/schema#', title: 'Pushmark course', ...CourseSchema };
}
