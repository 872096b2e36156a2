import { publicUserObject } from '../../objects/account.ts';
import { findAccount } from '../../world.ts';
import { type Answer, notFound, ok, Refusal } from '../answer.ts';
import { type Call, pick, type Route } from '../call.ts';

export const generalRoutes = {
  'meta/get': { by: 'anyone', handle: ({ world }) => ok(meta(world.origin)) },
  'rate-limit/get': { by: 'anyone', handle: rateLimit },
  'users/get-authenticated': { by: 'anyone', handle: getAuthenticated },
  'users/get-by-id': { by: 'anyone', handle: getById },
  'users/get-by-username': { by: 'anyone', handle: getByName },
} as const satisfies Record<string, Route>;

function meta(origin: string) {
  const loopback = ['127.0.0.0/8'];
  const addresses = { hooks: loopback, web: loopback, api: loopback, git: loopback };
  return { verifiable_password_authentication: false, ...addresses, domains: { website: [new URL(origin).host] } };
}

function rateLimit({ world, caller }: Call): Answer {
  const core = world.limits.state(caller.name, world.now());
  return ok({ resources: { core, search: { ...core, limit: 30, remaining: 30, used: 0 } }, rate: core });
}

function getAuthenticated({ world, caller }: Call): Answer {
  if (caller.kind === 'installation') throw new Refusal(403, 'Resource not accessible by integration');
  if (caller.kind !== 'user') throw new Refusal(401, 'Requires authentication');
  return ok(publicUserObject(world, caller.account));
}

function getById({ world, params }: Call): Answer {
  const account = pick([...world.accounts.values()], (each) => String(each.id) === params.account_id);
  return ok(publicUserObject(world, account));
}

function getByName({ world, params }: Call): Answer {
  const account = findAccount(world, params.username ?? '');
  if (account === undefined) throw notFound();
  return ok(publicUserObject(world, account));
}
