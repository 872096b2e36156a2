import { isMadeFor } from '#services/classroom/accepting/creation.ts';
import { make } from './make.ts';
import { Stopped } from './stopped.ts';
import { orNothing, type Work } from './work.ts';

/**
 * Slug of a group's team, made when there is none. The name says which course it is of: an organisation may serve
 * several. A team that we did not make is never used: its members and repositories are not the group's.
 */
export async function teamOf(work: Work): Promise<string> {
  const { deps, rest, organisation: org, participant, assignment, acceptance } = work;
  const name = `${assignment.course.document.slug}-${participant.name}`;
  const team_slug = name.replace(/[^a-z0-9_]+/g, '-');
  const team = { kind: 'team', name: `${org}/${team_slug}` } as const;
  const known = await orNothing(rest.teams.getByName({ org, team_slug }));
  if (!known)
    return (await make(work, team, async () => (await rest.teams.create({ org, name, privacy: 'secret' })).data)).slug;
  if (await isMadeFor(deps.database, { ...team, participantId: acceptance.participantId }, known)) return known.slug;
  throw new Stopped(foreign(known.slug, participant.name));
}

function foreign(team: string, group: string): string {
  return `GitHub has a team ${team} already that was not made here, so the group ${group} cannot have it. Begin a group with \
another name, or tell your teacher, who can rename the team.`;
}
