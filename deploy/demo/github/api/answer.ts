import type { Json } from '../world.ts';

export interface Answer {
  readonly status: number;
  /** Null for 204. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** GitHub's "no": thrown by whoever finds the reason, written by the front. */
export class Refusal extends Error {
  readonly status: number;
  readonly more: Json;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, more: Json = {}, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.more = more;
    this.headers = headers;
  }
}

const documentation = 'https://docs.github.com/rest';

export function refusalAnswer(refusal: Refusal): Answer {
  const status = String(refusal.status);
  const body = { message: refusal.message, documentation_url: documentation, status, ...refusal.more };
  return { status: refusal.status, body, headers: refusal.headers };
}

export function ok(body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, body, headers };
}

export function created(body: unknown): Answer {
  return { status: 201, body };
}

export const noContent: Answer = { status: 204, body: null };

export function notFound(): Refusal {
  return new Refusal(404, 'Not Found');
}

/** GitHub's answer to a request whose shape or values it does not take. */
export function validationFailed(resource: string, field: string, message: string): Refusal {
  return new Refusal(422, 'Validation Failed', { errors: [{ resource, field, code: 'custom', message }] });
}
