import type { StepResult } from '#services/classroom/accepting/acceptance.ts';
import { teamOf } from './team.ts';
import { orNothing, type Work } from './work.ts';

/** Whoever it belongs to may push: a student is invited to the repository, a group by its team. Who left may not. */
export async function giveAccess(work: Work): Promise<StepResult> {
  if (work.participant.kind === 'group') return giveTeam(work);
  for (const username of work.logins) await invite(work, username);
  return {};
}

/** Somebody who can push already is not asked again: GitHub would send another mail. */
async function invite(work: Work, username: string): Promise<void> {
  if (await mayPush(work, username)) return;
  await work.rest.repos.addCollaborator({ ...work.place, username, permission: 'push' });
}

export async function mayPush({ rest, place }: Work, username: string): Promise<boolean> {
  const level = await orNothing(rest.repos.getCollaboratorPermissionLevel({ ...place, username }));
  return level !== undefined && ['write', 'maintain', 'admin'].includes(level.role_name ?? level.permission);
}

/** Whether GitHub has asked somebody in who has not said yes yet. */
export async function isInvited({ rest, place }: Work, username: string): Promise<boolean> {
  const { data } = await rest.repos.listInvitations({ ...place, per_page: 100 });
  const mayPushThen = ({ permissions }: { permissions: string }) =>
    ['write', 'maintain', 'admin'].includes(permissions);
  return data.some((one) => one.invitee?.login.toLowerCase() === username.toLowerCase() && mayPushThen(one));
}

async function giveTeam(work: Work): Promise<StepResult> {
  const { rest, organisation: org, place, logins } = work;
  const team_slug = await teamOf(work);
  const permission = 'push';
  await rest.teams.addOrUpdateRepoPermissionsInOrg({ org, team_slug, ...place, permission });
  for (const username of logins) {
    const membership = await orNothing(rest.teams.getMembershipForUserInOrg({ org, team_slug, username }));
    if (!membership) await rest.teams.addOrUpdateMembershipForUserInOrg({ org, team_slug, username, role: 'member' });
  }
  return { gone: await takeAway(work, team_slug) };
}

/** However they were let in: by the team, or as collaborators of a repository from elsewhere. Who came back stays. */
async function takeAway({ rest, organisation: org, place, logins, acceptance }: Work, team_slug: string) {
  for (const username of acceptance.leavers.filter((login) => !logins.includes(login))) {
    await orNothing(rest.teams.removeMembershipForUserInOrg({ org, team_slug, username }));
    await orNothing(rest.repos.removeCollaborator({ ...place, username }));
  }
  return acceptance.leavers;
}
