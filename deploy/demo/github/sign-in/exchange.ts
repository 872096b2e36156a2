/** The second half of signing in: the App gets a token for the code, or a new token for an old one's companion. */
import { createHash } from 'node:crypto';
import type { Json, SignInCode, World } from '../world.ts';
import { findRefresh, issueUserToken, revokeUserToken, userTokenAnswer } from './user-tokens.ts';

/** Parameters by name; GitHub takes them from the query, a form or JSON alike. */
export type Parameters = Readonly<Record<string, unknown>>;

/** GitHub answers errors, too, with status 200. */
export function exchange(world: World, wanted: Parameters): Json {
  const { app } = world;
  if (wanted.client_id !== app.clientId || wanted.client_secret !== app.secrets.clientSecret) {
    return refused('incorrect_client_credentials', 'The client_id and/or client_secret passed are incorrect.');
  }
  if (wanted.grant_type === 'refresh_token') return refresh(world, wanted);
  const { codes } = world.signIns;
  const code = codes.get(String(wanted.code));
  // A code is good for one attempt, whatever comes of it.
  codes.delete(String(wanted.code));
  if (code?.app !== app || code.expiresAt <= world.now() || !isProven(code, wanted.code_verifier)) {
    return refused('bad_verification_code', 'The code passed is incorrect or expired.');
  }
  if (wanted.redirect_uri !== undefined && wanted.redirect_uri !== code.redirectUri) {
    const rule = 'The redirect_uri MUST match the registered callback URL for this application.';
    return refused('redirect_uri_mismatch', rule);
  }
  return userTokenAnswer(world, issueUserToken(world, code.account, app));
}

/** PKCE: who exchanges the code is who asked for it. */
function isProven({ challenge }: SignInCode, verifier: unknown): boolean {
  if (challenge === null) return true;
  return createHash('sha256').update(String(verifier)).digest('base64url') === challenge;
}

/** The old pair is worth nothing afterwards. */
function refresh(world: World, wanted: Parameters): Json {
  const old = findRefresh(world, String(wanted.refresh_token));
  if (old === undefined) return refused('bad_refresh_token', 'The refresh token passed is incorrect or expired.');
  revokeUserToken(world, old);
  return userTokenAnswer(world, issueUserToken(world, old.account, old.app));
}

function refused(error: string, error_description: string): Json {
  const page = 'https://docs.github.com/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token';
  return { error, error_description, error_uri: `${page}-request-errors` };
}
