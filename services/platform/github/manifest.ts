import { Octokit } from '@octokit/rest';

/** What GitHub gives out, once, for the code with which a manifest comes back. */
export interface MadeApp {
  readonly id: number;
  readonly slug: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly webhookSecret: string;
  /** PEM. */
  readonly privateKey: string;
}

/** Exchanges the code; undefined when GitHub does not know it (used, older than an hour, made up). */
export async function convertManifest(apiUrl: string, code: string): Promise<MadeApp | undefined> {
  const client = new Octokit({ baseUrl: apiUrl, userAgent: 'pushmark', request: { fetch: timed } });
  try {
    const { data } = await client.rest.apps.createFromManifest({ code });
    return {
      ...{ id: data.id, slug: data.slug ?? String(data.id), privateKey: data.pem },
      ...{ clientId: data.client_id, clientSecret: data.client_secret, webhookSecret: data.webhook_secret ?? '' },
    };
  } catch (error) {
    const { status } = error as { status?: number };
    if (status === 404 || status === 422) return undefined;
    throw error;
  }
}

const timed: typeof fetch = (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(15_000) });
