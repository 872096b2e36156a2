import type { StepResult } from '#services/classroom/accepting/acceptance.ts';
import { adoptRepository, repositoryOfParticipant } from '#services/classroom/accepting/adopt.ts';
import { Stopped } from './stopped.ts';
import { copyTemplate } from './template.ts';
import { orNothing, type Work } from './work.ts';

/** The private repository: one that is there already (made by GitHub Classroom, or by a try before) is taken as it is. */
export async function makeRepository(work: Work): Promise<StepResult> {
  const { deps, acceptance, assignment, rest, installationId } = work;
  const { assignmentId, participantId } = acceptance;
  const own = await repositoryOfParticipant(deps.database, assignmentId, participantId);
  if (own) return { repositoryId: own.id };
  const found = (await orNothing(rest.repos.get(work.place))) ?? (await create(work));
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

/** From the template that is named; else with a first commit, for GitHub's git database takes nothing into an empty repository. */
async function create(work: Work) {
  const { rest, organisation, place, assignment } = work;
  const description = `${assignment.title}, ${assignment.course.document.title}`.slice(0, 300);
  const copy = await copyTemplate(work, description);
  if (copy) return copy;
  const wish = { org: organisation, name: place.repo, private: true, auto_init: true, description };
  return (await rest.repos.createInOrg(wish)).data;
}
