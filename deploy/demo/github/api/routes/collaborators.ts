import { endInvitation, invitationsOf, invite } from '../../controls/invitations.ts';
import { isMember, levelOf, ownersOf } from '../../levels.ts';
import { collaboratorObject, invitationObject, levelNamed } from '../../objects/collaborator.ts';
import { type Account, findAccount } from '../../world.ts';
import { type Answer, created, noContent, notFound, ok, Refusal, validationFailed } from '../answer.ts';
import { accountOf, type Call, pick, type RepositoryCall, type Route } from '../call.ts';
import { page } from '../paging.ts';

const running = { by: 'repository', needs: ['administration:write'], level: 'admin' } as const;
const looking = { by: 'repository', needs: ['metadata:read'], level: 'write' } as const;

export const collaboratorRoutes = {
  'repos/list-collaborators': { ...looking, handle: list },
  'repos/check-collaborator': { ...looking, handle: check },
  'repos/get-collaborator-permission-level': { ...looking, handle: level },
  'repos/add-collaborator': { ...running, isContent: true, handle: add },
  'repos/remove-collaborator': { ...running, handle: remove },
  'repos/list-invitations': { ...running, needs: ['administration:read'], handle: listInvitations },
  'repos/delete-invitation': { ...running, handle: deleteInvitation },
  'repos/list-invitations-for-authenticated-user': { by: 'anyone', handle: listMine },
  'repos/accept-invitation-for-authenticated-user': { by: 'anyone', handle: (call) => answerMine(call, true) },
  'repos/decline-invitation-for-authenticated-user': { by: 'anyone', handle: (call) => answerMine(call, false) },
} as const satisfies Record<string, Route>;

function named({ world, params }: Call): Account {
  const account = findAccount(world, params.username ?? '');
  if (account === undefined) throw notFound();
  return account;
}

/** `affiliation`: all, those who are no members (outside), or those with rights of their own (direct). */
function list(call: RepositoryCall): Answer {
  const { world, repository, query } = call;
  const { affiliation = 'all' } = query;
  const people = [...world.accounts.values()]
    .filter((each) => each.type === 'User' && levelOf(world, repository, each) !== null)
    .filter((each) => affiliation !== 'outside' || !isMember(world, repository.owner, each))
    .filter((each) => affiliation !== 'direct' || repository.access.has(each.id))
    .filter(
      (each) => query.permission === undefined || levelOf(world, repository, each) === levelNamed(query.permission),
    );
  return page(call, people, (items) => items.map((each) => collaboratorObject(world, repository, each)));
}

function check(call: RepositoryCall): Answer {
  const account = named(call);
  const isOne = call.repository.access.has(account.id) || levelOf(call.world, call.repository, account) !== null;
  if (!isOne) throw notFound();
  return noContent;
}

function level(call: RepositoryCall): Answer {
  const { world, repository } = call;
  const account = named(call);
  const permission = levelOf(world, repository, account) ?? 'none';
  return ok({ permission, role_name: permission, user: collaboratorObject(world, repository, account) });
}

/** Whoever belongs to the organisation, or is in already, is let in at once; others are invited. */
function add(call: RepositoryCall): Answer {
  const { world, repository } = call;
  const account = named(call);
  const wanted = levelNamed(call.body.permission ?? 'push');
  if (wanted === undefined) throw validationFailed('RepositoryInvitation', 'permissions', 'permission is unknown');
  if (account === repository.owner || ownersOf(world, repository.owner).includes(account)) return noContent;
  const isKnown = isMember(world, repository.owner, account) || repository.access.has(account.id);
  if (!isKnown) {
    return created(invitationObject(world, repository, invite(world, repository, accountOf(call), account, wanted)));
  }
  repository.access.set(account.id, wanted);
  return noContent;
}

/** Takes back an open invitation, too. */
function remove(call: RepositoryCall): Answer {
  const { repository } = call;
  const account = named(call);
  repository.access.delete(account.id);
  const open = repository.invitations.find(({ invitee }) => invitee === account);
  if (open !== undefined) endInvitation(repository, open, false);
  return noContent;
}

function listInvitations(call: RepositoryCall): Answer {
  const { world, repository } = call;
  return page(call, repository.invitations, (items) => items.map((each) => invitationObject(world, repository, each)));
}

function deleteInvitation({ repository, params }: RepositoryCall): Answer {
  const invitation = pick(repository.invitations, ({ id }) => String(id) === params.invitation_id);
  endInvitation(repository, invitation, false);
  return noContent;
}

function mine(call: Call) {
  if (call.caller.kind === 'installation') throw new Refusal(403, 'Resource not accessible by integration');
  return invitationsOf(call.world, accountOf(call));
}

function listMine(call: Call): Answer {
  return page(call, mine(call), (items) =>
    items.map(({ repository, invitation }) => invitationObject(call.world, repository, invitation)),
  );
}

function answerMine(call: Call, accepted: boolean): Answer {
  const { repository, invitation } = pick(
    mine(call),
    (each) => String(each.invitation.id) === call.params.invitation_id,
  );
  endInvitation(repository, invitation, accepted);
  return noContent;
}
