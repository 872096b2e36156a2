/** The first half of signing in: a user lets an App know who they are, and is sent back to it with a code. */
import { randomBytes } from 'node:crypto';
import { type Account, findAccount, type OurApp, type World } from '../world.ts';

const codeLife = 600_000;

/** Somewhere to send the browser, a page to choose an account at, or what is wrong. */
export type Outcome =
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'choose'; readonly app: OurApp; readonly cancel: string }
  | { readonly kind: 'refused'; readonly status: number; readonly message: string };

/** What the address asks for. An account is taken from `login`, or is who the browser is signed in as. */
export function authorize(world: World, query: URLSearchParams): Outcome {
  const { app } = world;
  if (query.get('client_id') !== app.clientId) return { kind: 'refused', status: 404, message: 'Not Found' };
  const [callback] = app.callbackUrls;
  if (callback === undefined) return { kind: 'refused', status: 400, message: `${app.name} has no callback URL` };
  const redirectUri = query.get('redirect_uri') ?? callback;
  // GitHub names the error at the callback it knows, never at an address that somebody else put there.
  if (!app.callbackUrls.includes(redirectUri)) return back(callback, query, mismatch);
  const challenge = query.get('code_challenge');
  if (challenge !== null && query.get('code_challenge_method') !== 'S256') return back(redirectUri, query, onlyS256);
  const account = chosen(world, query);
  if (account === null) return { kind: 'choose', app, cancel: back(redirectUri, query, denied).to };
  const code = randomBytes(10).toString('hex');
  const expiresAt = new Date(world.now().getTime() + codeLife);
  world.signIns.codes.set(code, { account, app, redirectUri, challenge, expiresAt });
  return back(redirectUri, query, { code });
}

function chosen(world: World, query: URLSearchParams): Account | null {
  const named = findAccount(world, query.get('login') ?? '');
  if (named?.type === 'User') return named;
  return query.get('prompt') === 'select_account' ? null : world.signIns.browser;
}

const mismatch = {
  error: 'redirect_uri_mismatch',
  error_description: 'The redirect_uri MUST match the registered callback URL for this application.',
};
const onlyS256 = { error: 'invalid_request', error_description: 'The code_challenge_method must be S256.' };
const denied = { error: 'access_denied', error_description: 'The user has denied your application access.' };

/** The callback with an answer in its query, and the state that the App sent along. */
function back(callback: string, query: URLSearchParams, answer: Readonly<Record<string, string>>) {
  const to = new URL(callback);
  for (const [name, value] of Object.entries(answer)) to.searchParams.set(name, value);
  const state = query.get('state');
  if (state !== null) to.searchParams.set('state', state);
  return { kind: 'redirect', to: to.href } as const;
}
