import { issueUserToken } from '../sign-in/user-tokens.ts';
import { emitAuthorizationRevoked } from '../webhooks/emit.ts';
import type { World } from '../world.ts';
import { needAccount } from './accounts.ts';

/** Signing in with the App: what a browser, a user and the App's owner do at GitHub. */
export function signInControls(world: World) {
  return {
    /** One more address where people may be sent after signing in, as in the App's settings. */
    addCallback: (url: string): void => void world.app.callbackUrls.push(url),
    /** Whoever comes to sign in is this user, and not asked; null: is asked again. */
    signInAs: (login: string | null): void => {
      world.signIns.browser = login === null ? null : needAccount(world, login);
    },
    /** A token of the App for a user, without a browser. */
    userToken: (login: string): string => issueUserToken(world, needAccount(world, login), world.app).access,
    /** The user takes the consent back: the App's tokens for them are worth nothing, and it is told. */
    revokeAuthorization: (login: string): void => {
      const account = needAccount(world, login);
      const { tokens } = world.signIns;
      for (const token of tokens) if (token.account === account) tokens.delete(token);
      emitAuthorizationRevoked(world, account);
    },
  };
}
