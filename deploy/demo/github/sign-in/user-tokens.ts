/** Tokens with which an App acts for a user, as far as both may. */
import { randomBytes } from 'node:crypto';
import type { Account, Json, OurApp, UserToken, World } from '../world.ts';

const accessSeconds = 8 * 3600;
/** Six months. */
const refreshSeconds = 15_897_600;

export function issueUserToken(world: World, account: Account, app: OurApp): UserToken {
  const after = (seconds: number) => new Date(world.now().getTime() + seconds * 1000);
  const random = (bytes: number) => randomBytes(bytes).toString('hex');
  const pair = { access: `ghu_${random(18)}`, refresh: `ghr_${random(38)}` };
  const token = { account, app, ...pair, expiresAt: after(accessSeconds), refreshExpiresAt: after(refreshSeconds) };
  world.signIns.tokens.add(token);
  return token;
}

export function findAccess(world: World, access: string): UserToken | undefined {
  return [...world.signIns.tokens].find((each) => each.access === access && each.expiresAt > world.now());
}

export function findRefresh(world: World, refresh: string): UserToken | undefined {
  return [...world.signIns.tokens].find((each) => each.refresh === refresh && each.refreshExpiresAt > world.now());
}

export function revokeUserToken(world: World, token: UserToken): void {
  world.signIns.tokens.delete(token);
}

/** What `POST /login/oauth/access_token` answers. */
export function userTokenAnswer(world: World, token: UserToken): Json {
  const left = (until: Date) => Math.round((until.getTime() - world.now().getTime()) / 1000);
  return {
    access_token: token.access,
    expires_in: left(token.expiresAt),
    refresh_token: token.refresh,
    refresh_token_expires_in: left(token.refreshExpiresAt),
    scope: '',
    token_type: 'bearer',
  };
}
