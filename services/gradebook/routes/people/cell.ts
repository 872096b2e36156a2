import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { type AboutParticipant, assignmentOf, participantOf } from '#services/classroom/decisions/about.ts';
import { otherCommits, repositoriesOf } from '#services/classroom/decisions/commits.ts';
import type { Place } from '#services/classroom/decisions/overrides.ts';
import { handedInByStaff } from '#services/classroom/decisions/take-back.ts';
import { gradesOfParticipant } from '#services/classroom/grades/course.ts';
import { seesParticipant } from '#services/classroom/people/access.ts';
import { isAtLeast } from '#services/classroom/people/viewer.ts';
import { findRun } from '#services/classroom/results/run.ts';
import { machinesOf } from '#services/classroom/runs/machine.ts';
import type { Database } from '#services/platform/database.ts';
import { type CellView, cellPage } from '../../pages/cell/cell.ts';
import type { Said } from '../../pages/roster/roster.ts';
import { bySlug, Id } from '../parameters.ts';
import type { PeopleRoutes } from './index.ts';

export const byCell = Type.Object({
  ...bySlug.properties,
  participant: Id,
  assignment: Type.String({ maxLength: 100 }),
});

/** A request about one grade. */
export type CellRequest = Pick<FastifyRequest, 'access'> & {
  readonly params: { readonly participant: number; readonly assignment: string };
};

const done: Readonly<Record<string, string>> = {
  set: 'The grade is set. It stands whatever is handed in or judged again.',
  unset: 'The computed grade stands again.',
  chosen: 'That attempt counts now.',
  unchosen: 'The rules of the course say again which attempt counts.',
  taken: 'The hand-in is taken back. What its student pushed stands as before.',
  handed: 'The commit is handed in, and graded if it was not yet.',
};

/** Why a grade is what it is: for its participant and the staff of its section. */
export const cellRoutes: FastifyPluginAsyncTypebox<PeopleRoutes> = async (app, { database }) => {
  const querystring = Type.Object({ done: Type.Optional(Type.Enum(Object.keys(done))) });
  const door = { config: { door: { course: 'student' } }, schema: { params: byCell, querystring } } as const;
  app.get('/courses/:slug/participants/:participant/:assignment', door, async (request, reply) => {
    const word = request.query.done;
    const view = await cellView(database, request, word && { text: done[word] });
    return view ? reply.page(cellPage(view)) : reply.callNotFound();
  });
};

/** The page of a grade as it is now; undefined: there is none for this viewer. */
export async function cellView(
  database: Database,
  request: CellRequest,
  said?: Said | '',
): Promise<CellView | undefined> {
  const { access } = request;
  const place = await placeOf(database, request);
  const all = place && (await gradesOfParticipant(database, place.participant.id));
  const column = all?.assignments.findIndex(({ id }) => id === place?.assignment.id) ?? -1;
  const [assignment, own] = [all?.assignments[column], all?.participants[0]];
  const grade = own?.grades[column];
  if (!place || !assignment || !own || !grade) return undefined;
  const { participant } = place;
  const decides = isAtLeast(access.role, 'teacher');
  const { counting } = grade.why;
  return {
    ...{ access, participant, assignment, grade, slipDays: own.slipDays, said: said || undefined },
    owner: await ownerOf(database, place, grade.ownerId),
    run: counting && (await findRun(database, counting.runId)),
    machines: counting ? await machinesOf(database, counting.runId) : [],
    repositories: decides ? await repositoriesOf(database, place) : undefined,
    others: decides ? await otherCommits(database, place) : [],
    takeable: decides ? await handedInByStaff(database, place) : new Set(),
  };
}

/** Whose grade of what; undefined: not there, of another course, or not for this viewer to see. */
export async function placeOf(database: Database, { access, params }: CellRequest): Promise<Place | undefined> {
  if (!(await seesParticipant(database, access, params.participant))) return undefined;
  const participant = await participantOf(database, access.course.id, params.participant);
  const assignment = await assignmentOf(database, access.course.id, params.assignment);
  return participant && assignment && { courseId: access.course.id, participant, assignment };
}

async function ownerOf(database: Database, { courseId, participant }: Place, id: number): Promise<AboutParticipant> {
  return (id === participant.id ? undefined : await participantOf(database, courseId, id)) ?? participant;
}
