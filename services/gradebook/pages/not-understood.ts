import type { FastifyError } from 'fastify';
import { visible } from '#services/platform/text.ts';

type Flaw = NonNullable<FastifyError['validation']>[number];

/** What was wrong with a request, in words of a person who filled in a form. */
export function notUnderstood(error: FastifyError): string {
  if (error.validation) return `${error.validation.slice(0, 5).map(flaw).join(' ')} Go back and correct it.`;
  if (error.statusCode === 413 && error.code?.startsWith('FST_')) return 'It is bigger than what is read here.';
  if (error.statusCode === 415) return 'It came in a form that is not read here. Send it from the page.';
  return error.code?.startsWith('FST_') ? 'Go back and send it again from the page.' : error.message;
}

function flaw({ instancePath, keyword, params, message }: Flaw): string {
  const field = instancePath.split('/').filter(Boolean).join('.');
  if (keyword === 'required') return `“${visible(missing(params), 60)}” is missing: fill it in.`;
  return `“${visible(field, 60) || 'the form'}” ${wanted(keyword, params) ?? visible(message ?? 'is not right', 200)}.`;
}

function missing({ missingProperty, requiredProperties }: Flaw['params']): string {
  return String(missingProperty ?? [requiredProperties].flat().join('”, “'));
}

function wanted(keyword: string, { limit, allowedValues, type }: Flaw['params']): string | undefined {
  const sayings: Readonly<Record<string, string>> = {
    minLength: Number(limit) === 1 ? 'is empty: fill it in' : `is too short: at least ${limit} signs`,
    maxLength: `is too long: at most ${limit} signs`,
    minimum: `is too small: at least ${limit}`,
    maximum: `is too big: at most ${limit}`,
    exclusiveMinimum: `must be more than ${limit}`,
    pattern: 'is not written as it should be: choose or type it on the page again',
    enum: `must be one of: ${[allowedValues].flat().join(', ')}`,
    const: 'is none of what can be chosen',
    anyOf: 'is none of what can be chosen',
    type: `must be ${type === 'integer' ? 'a whole number' : type === 'number' ? 'a number' : `a ${type}`}`,
  };
  return sayings[keyword];
}
