import type { StepResult } from '#services/classroom/accepting/acceptance.ts';
import { adoptRepository, repositoryOfParticipant } from '#services/classroom/accepting/adopt.ts';
import { isMadeFor } from '#services/classroom/accepting/creation.ts';
import { mappedRepository } from '#services/classroom/accepting/mapped.ts';
import { reservedFor } from '#services/classroom/accepting/reserved.ts';
import { isInvited, mayPush } from './access.ts';
import { make } from './make.ts';
import { Stopped } from './stopped.ts';
import { teamOf } from './team.ts';
import { copyTemplate } from './template.ts';
import { orNothing, type Work } from './work.ts';

/**
 * The private repository. One that is there already is taken only if we made it (a try before), or if whoever it would
 * be for can push to it anyway, or was asked to (GitHub Classroom made it): a name alone would open the teacher's own to a student who
 * is called `solution`.
 */
export async function makeRepository(work: Work): Promise<StepResult> {
  const { deps, acceptance, assignment, rest, installationId, participant } = work;
  const { assignmentId, participantId } = acceptance;
  const own = await repositoryOfParticipant(deps.database, assignmentId, participantId);
  if (own?.match === 'mapped') return { repositoryId: own.id };
  // A team that is somebody else's stops it before anything is made.
  if (participant.kind === 'group') await teamOf(work);
  const names = [participant.name, ...work.logins];
  const mapped = mappedRepository(assignment, { kind: participant.kind, names });
  const known = own ? { owner: own.owner, repo: own.name } : mapped;
  const from = known && (await orNothing(rest.repos.get(known)));
  const place = known && (own || from) ? known : work.place;
  const there = from ?? (await orNothing(rest.repos.get(place)));
  const name = there?.full_name ?? `${place.owner}/${place.repo}`;
  const reserved = await reservedFor(deps.database, name, participantId);
  if (reserved) throw new Stopped(`The repository ${name} is none of yours: ${reserved}. Tell your teacher.`);
  if (there && !(await isTheirs({ ...work, place }, there))) throw new Stopped(foreign(name));
  const found = there ?? (await create(work));
  const repository = {
    ...{ id: found.id, owner: found.owner.login, name: found.name, defaultBranch: found.default_branch },
    installationId,
  };
  const owner = { courseId: assignment.course.id, assignmentId, participantId };
  const adopted = await adoptRepository(deps.database, repository, owner);
  if (typeof adopted === 'string') throw new Stopped(`The repository ${adopted}. Tell your teacher.`);
  if (adopted > 0) deps.ring();
  return { repositoryId: found.id };
}

type Found = Awaited<ReturnType<Work['rest']['repos']['get']>>['data'];

async function isTheirs(work: Work, found: Found): Promise<boolean> {
  const { deps, acceptance, logins } = work;
  const made = { kind: 'repository', name: found.full_name, participantId: acceptance.participantId } as const;
  if (await isMadeFor(deps.database, made, found)) return true;
  if (found.is_template || logins.length === 0) return false;
  for (const login of logins) if (!(await mayPush(work, login)) && !(await isInvited(work, login))) return false;
  return true;
}

function foreign(name: string): string {
  return `There is a repository ${name} already. It was not made here, and you cannot push to it, so it is not taken for \
yours. Tell your teacher, who can rename it, or say in course.yaml under repositories whose it is.`;
}

/** From the template that is named; else with a first commit, for GitHub's git database takes nothing into an empty repository. */
async function create(work: Work) {
  const { rest, organisation, place, assignment } = work;
  const description = `${assignment.title}, ${assignment.course.document.title}`.slice(0, 300);
  const wish = { org: organisation, name: place.repo, private: true, auto_init: true, description };
  return make(work, { kind: 'repository', name: `${organisation}/${place.repo}` }, async () => {
    const copy = await copyTemplate(work, description);
    return copy ?? (await rest.repos.createInOrg(wish)).data;
  });
}
