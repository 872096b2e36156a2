import type { StepResult } from './accepting.ts';
import { orNothing, type Work } from './work.ts';

/** Whoever it belongs to may push: a student is invited to the repository, a group by its team. */
export async function giveAccess(work: Work): Promise<StepResult> {
  if (work.participant.kind === 'group') await giveTeam(work);
  else for (const username of work.logins) await invite(work, username);
  return {};
}

/** Somebody who can push already is not asked again: GitHub would send another mail. */
async function invite({ rest, place }: Work, username: string): Promise<void> {
  const level = await orNothing(rest.repos.getCollaboratorPermissionLevel({ ...place, username }));
  if (level && ['write', 'maintain', 'admin'].includes(level.role_name ?? level.permission)) return;
  await rest.repos.addCollaborator({ ...place, username, permission: 'push' });
}

async function giveTeam(work: Work): Promise<void> {
  const { rest, organisation: org, place, logins } = work;
  const team_slug = await teamOf(work);
  const permission = 'push';
  await rest.teams.addOrUpdateRepoPermissionsInOrg({ org, team_slug, ...place, permission });
  for (const username of logins) {
    const membership = await orNothing(rest.teams.getMembershipForUserInOrg({ org, team_slug, username }));
    if (!membership) await rest.teams.addOrUpdateMembershipForUserInOrg({ org, team_slug, username, role: 'member' });
  }
}

/** Its slug. The name says which course it is of: an organisation may serve several. */
async function teamOf({ rest, organisation: org, participant, assignment }: Work): Promise<string> {
  const name = `${assignment.course.document.slug}-${participant.name}`;
  const known = await orNothing(rest.teams.getByName({ org, team_slug: name.replace(/[^a-z0-9_]+/g, '-') }));
  if (known) return known.slug;
  return (await rest.teams.create({ org, name, privacy: 'secret' })).data.slug;
}
