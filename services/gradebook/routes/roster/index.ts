import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { staffOf } from '#services/classroom/people/staff.ts';
import { isAtLeast } from '#services/classroom/people/viewer.ts';
import { rosterPeople, searchPeople } from '#services/classroom/roster/people.ts';
import { unlinkedPushes } from '#services/classroom/roster/unlinked.ts';
import { writeRoster } from '#services/classroom/roster/write.ts';
import type { Database } from '#services/platform/database.ts';
import type { SignInSettings } from '../../doors/sign-in.ts';
import { rosterPage } from '../../pages/roster/roster.ts';
import { bySlug } from '../parameters.ts';
import { rosterImport } from './import.ts';
import { rosterInvites } from './invites.ts';
import { rosterLinks } from './links.ts';
import { rosterEdits } from './people.ts';
import { wordFor } from './said.ts';

export interface RosterRoutes {
  readonly database: Database;
  /** Undefined: nobody can sign in, so that invites lead nowhere yet. */
  readonly signIn: Pick<SignInSettings, 'publicUrl'> | undefined;
}

/** The roster of a course: staff sees it, as far as its sections go; teachers change it. */
export const rosterRoutes: FastifyPluginAsyncTypebox<RosterRoutes> = async (app, options) => {
  const { database } = options;
  const config = { door: { course: 'observer' } } as const;
  const querystring = Type.Object({
    q: Type.Optional(Type.String({ maxLength: 100 })),
    done: Type.Optional(Type.String({ maxLength: 40 })),
  });

  app.get('/courses/:slug/roster', { config, schema: { params: bySlug, querystring } }, async (request, reply) => {
    const { q = '', done } = request.query;
    return reply.page(await rosterView(database, request, { search: q.trim(), said: wordFor(done) }));
  });

  app.get('/courses/:slug/roster/roster.csv', { config, schema: { params: bySlug } }, async ({ access }, reply) => {
    const people = await rosterPeople(database, access.course.id, access.sections);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${access.course.slug}-roster.csv"`)
      .send(writeRoster(people.filter(({ left }) => !left)));
  });

  await app.register(rosterImport, options);
  await app.register(rosterInvites, options);
  await app.register(rosterLinks, options);
  await app.register(rosterEdits, options);
};

/** The page as it is now. */
export async function rosterView(
  database: Database,
  { access }: Pick<FastifyRequest, 'access'>,
  more: Partial<Pick<Parameters<typeof rosterPage>[0], 'search' | 'said' | 'typed'>>,
) {
  const { course, role, sections } = access;
  const mayChange = isAtLeast(role, 'teacher');
  const all = await rosterPeople(database, course.id, sections);
  const { search = '', said, typed } = more;
  return rosterPage({
    ...{ access, all, search, said, typed, mayChange, people: searchPeople(all, search) },
    unlinked: mayChange ? await unlinkedPushes(database, course.id) : undefined,
    staff: await staffOf(database, course.id),
  });
}
