import { Octokit } from '@octokit/rest';

/** Who a person's token speaks for. The token is used once and kept nowhere. Throws when GitHub does not take it. */
export async function accountOf(
  apiUrl: string,
  token: string,
): Promise<{ readonly githubId: number; readonly login: string; readonly name: string | undefined }> {
  const client = new Octokit({ baseUrl: apiUrl, auth: token, userAgent: 'pushmark', request: { fetch: timed } });
  const { data } = await client.rest.users.getAuthenticated();
  return { githubId: data.id, login: data.login, name: data.name ?? undefined };
}

const timed: typeof fetch = (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(10_000) });
