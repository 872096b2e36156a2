import { randomBytes } from 'node:crypto';
import { findAccess } from '../sign-in/user-tokens.ts';
import type { Grant, World } from '../world.ts';
import { Refusal } from './answer.ts';
import { checkAppToken } from './app-token.ts';
import type { Caller } from './call.ts';

/** Reads who asks from an `Authorization` header; 401 when it names nobody. */
export function identify(world: World, authorization: string | undefined): Caller {
  if (authorization === undefined) return { kind: 'anonymous', name: 'anonymous' };
  const [scheme = '', value = ''] = authorization.split(' ');
  if (scheme.toLowerCase() === 'basic')
    return byToken(world, Buffer.from(value, 'base64').toString().split(':')[1] ?? '');
  if (!['bearer', 'token'].includes(scheme.toLowerCase())) throw badCredentials();
  // An installation token has the three parts of a JWT too, after its prefix.
  const isJwt = !value.startsWith('gh') && value.split('.').length === 3;
  return isJwt ? byJwt(world, value) : byToken(world, value);
}

function byJwt(world: World, jwt: string): Caller {
  checkAppToken(world, jwt);
  return { kind: 'app', name: 'app' };
}

function byToken(world: World, token: string): Caller {
  const grant = world.grants.get(token);
  if (grant !== undefined && grant.expiresAt > world.now()) {
    return { kind: 'installation', name: world.app.bot.login, grant, app: world.app };
  }
  const lent = findAccess(world, token);
  if (lent !== undefined) return { kind: 'user', name: lent.account.login, account: lent.account, via: lent.app };
  const account = token === '' ? undefined : [...world.accounts.values()].find((each) => each.token === token);
  if (account === undefined) throw badCredentials();
  return { kind: 'user', name: account.login, account, via: null };
}

function badCredentials(): Refusal {
  return new Refusal(401, 'Bad credentials');
}

/**
 * A new installation token of the shape GitHub gives out since April 2026: `ghs_`, the App's id, and a signed part;
 * several hundred characters, where older ones had 40.
 */
export function issueToken(world: World, grant: Grant): string {
  const part = (bytes: number) => randomBytes(bytes).toString('base64url');
  const token = `ghs_${world.app.id}_${part(27)}.${part(180)}.${part(64)}`;
  world.grants.set(token, grant);
  return token;
}
