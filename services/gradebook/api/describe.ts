import fastifySwagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { apiPage, type Operation } from '../pages/api.ts';

/** Describes the API from the schemas of its routes: `/api/openapi.json` for programs, `/api` for people. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Pushmark', version: '1', description: 'Reads what its owner may read.' },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
    transform: ({ schema, url }) => ({
      url,
      schema: { ...schema, hide: url === DOCUMENT || !url.startsWith('/api/') },
    }),
  });
  const config = { door: 'public' } as const;
  app.get(DOCUMENT, { config }, async () => app.swagger());
  app.get('/api', { config }, async (_request, reply) => reply.page(apiPage(operationsOf(app))));
}

const DOCUMENT = '/api/openapi.json';

function operationsOf(app: FastifyInstance): Operation[] {
  return Object.entries(app.swagger().paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods ?? {}).map(([method, operation]) => ({
      ...{ method: method.toUpperCase(), path, summary: (operation as { summary?: string }).summary ?? '' },
    })),
  );
}
