import { Type } from 'typebox';
import type { Criterion } from './document.ts';

/** The check's name of a criterion that a person marks: nothing runs for it. */
export const MANUAL = 'manual';

export const manualOptions = Type.Object(
  { guide: Type.Optional(Type.String({ maxLength: 4000, description: 'For whoever marks it: what earns how much.' })) },
  { additionalProperties: false, description: 'A person gives the credit, on the page of the submission.' },
);

/** Without what people mark: all that a machine can be asked for. */
export function automatic(rubric: readonly Criterion[]): Criterion[] {
  return rubric.filter(({ state }) => state !== 'manual');
}
