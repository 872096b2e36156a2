/** GitHub's official description, as a judge of what passes between GitHub and us. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ajv, ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type Document, OpenAPIBackend, type Request } from 'openapi-backend';
import type { OperationId, WebhookEvent } from './used.ts';

export interface Match {
  readonly operation: OperationId;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
}

export type Problems = readonly string[];

export interface Description {
  readonly match: (request: Request) => Match | undefined;
  readonly requestProblems: (operation: OperationId, request: Request) => Problems;
  /** Names in query and body that GitHub does not know; it ignores them, so a misspelling would go unnoticed. */
  readonly unknownNames: (operation: OperationId, request: Request) => Problems;
  readonly answerProblems: (operation: OperationId, status: number, body: unknown) => Problems;
  readonly webhookProblems: (event: WebhookEvent, payload: unknown) => Problems;
}

/** Errors that GitHub may give for any request, whether an operation lists them or not. */
const anywhere = [401, 403, 404, 422, 429, 500, 502, 503];

export async function readDescription(): Promise<Description> {
  const rest = await readJson('openapi.slim.generated.json');
  const backend = new OpenAPIBackend({
    definition: rest as Document,
    // Without it openapi-backend checks the document itself, whose nullable references Ajv refuses.
    quick: true,
    strict: false,
    ajvOpts: { strict: false, allErrors: true, logger: false },
    customizeAjv: (ajv) => addFormats.default(ajv as unknown as Ajv) as unknown as typeof ajv,
  });
  await backend.init();
  return {
    ...restDescription(backend),
    webhookProblems: webhookValidator(await readJson('webhooks.slim.generated.json')),
  };
}

async function readJson(name: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(import.meta.dirname, name), 'utf8')) as Record<string, unknown>;
}

function restDescription(backend: OpenAPIBackend): Omit<Description, 'webhookProblems'> {
  const responses = (operation: string) => backend.getOperation(operation)?.responses ?? {};
  return {
    match: (request) => {
      const operation = backend.matchOperation(request);
      if (operation?.operationId === undefined) return undefined;
      const { params, query } = backend.router.parseRequest(request, operation);
      const decoded = Object.entries(params).map(([name, value]) => [name, decodeURIComponent(String(value))]);
      return {
        operation: operation.operationId as OperationId,
        params: Object.fromEntries(decoded) as Record<string, string>,
        query: query as Record<string, string | undefined>,
      };
    },
    requestProblems: (operation, request) => {
      const { errors } = backend.validateRequest(request, operation);
      return sentences(errors?.filter((error) => !isUnknownQuery(error)));
    },
    unknownNames: (operation, request) => {
      const query = backend.validateRequest(request, operation).errors?.filter(isUnknownQuery) ?? [];
      const names = query.map(({ params }) => String(params.additionalProperty));
      return [...names, ...unknownInBody(backend, operation, request.body)];
    },
    answerProblems: (operation, status, body) => {
      if (String(status) in responses(operation)) {
        return sentences(backend.validateResponse(body, operation, status).errors);
      }
      return undeclaredAnswer(status, body);
    },
  };
}

function isUnknownQuery({ instancePath, keyword }: ErrorObject): boolean {
  return instancePath === '/query' && keyword === 'additionalProperties';
}

function unknownInBody(backend: OpenAPIBackend, operation: OperationId, body: unknown): Problems {
  if (body === null || typeof body !== 'object') return [];
  const content = backend.getOperation(operation)?.requestBody as
    | { content?: Record<string, { schema?: { properties?: object } }> }
    | undefined;
  const known = content?.content?.['application/json']?.schema?.properties ?? {};
  return Object.keys(body).filter((name) => !(name in known));
}

function undeclaredAnswer(status: number, body: unknown): Problems {
  if (!anywhere.includes(status)) return [`GitHub never answers this with ${status}`];
  const { message } = (body ?? {}) as { message?: unknown };
  return typeof message === 'string' ? [] : ['an error without a message'];
}

function sentences(errors: readonly ErrorObject[] | null | undefined): Problems {
  return (errors ?? []).map(({ instancePath, message, params }) => {
    return `${instancePath || 'it'} ${message} ${JSON.stringify(params)}`;
  });
}

function webhookValidator(document: Record<string, unknown>): Description['webhookProblems'] {
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  addFormats.default(ajv as unknown as Ajv);
  ajv.addSchema({ $id: 'webhooks', ...document });
  return (event, payload) => {
    const validate = ajv.getSchema(`webhooks#/components/schemas/webhook-${event}`);
    if (validate === undefined) return [`GitHub has no webhook ${event}`];
    return validate(payload) ? [] : sentences(validate.errors);
  };
}
