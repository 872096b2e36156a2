import { createHash } from 'node:crypto';
import type { CompileStep } from '#graders/steps/compile.ts';
import type { RunStep } from '#graders/steps/run.ts';

export type Step = CompileStep | RunStep;

/** The first 16 hex digits of SHA-256 over the canonical JSON of a step; steps inside it are replaced by their ids. */
export function stepId(step: Step): string {
  return createHash('sha256')
    .update(canonicalJson(flatStep(step)))
    .digest('hex')
    .slice(0, 16);
}

/** A step as it is sent: what it needs is named by id. */
export function flatStep(step: Step): Record<string, unknown> {
  const flat: Record<string, unknown> = { ...step };
  if ('program' in step) flat.program = stepId(step.program);
  if ('sealed' in step && step.sealed) flat.sealed = { ...step.sealed, servant: stepId(step.sealed.servant) };
  if ('outside' in step && step.outside) {
    const programs = Object.entries(step.outside.programs).map(([dir, program]) => [dir, stepId(program)]);
    flat.outside = { programs: Object.fromEntries(programs) };
  }
  if ('reference' in step) flat.reference = stepId(step.reference);
  if ('requires' in step && step.requires) flat.requires = step.requires.map(stepId);
  return flat;
}

/** JSON with sorted keys and without undefined members: equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
}
