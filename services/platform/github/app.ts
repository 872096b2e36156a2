import { createAppAuth } from '@octokit/auth-app';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import { openPace, type PaceLimits } from './pace.ts';

export interface GitHubOptions {
  /** `https://api.github.com`, or `https://HOST/api/v3` on GitHub Enterprise; no trailing slash. */
  readonly apiUrl: string;
  readonly appId: number;
  /** PEM, PKCS#1 or PKCS#8. */
  readonly privateKey: string;
  /** How fast is read, by the App itself and by each installation; below GitHub's limits unless told. */
  readonly reads?: { readonly app: PaceLimits; readonly installation: PaceLimits };
  /** How long a write may take, in milliseconds; 12,000 unless told. */
  readonly writeMs?: number;
  /** Told after every answer what it says of the requests that are left. */
  readonly onLeft?: (left: RequestsLeft) => void;
}

/** Requests that an installation may still make within the hour. */
export interface RequestsLeft {
  /** 0: the App itself. */
  readonly installationId: number;
  readonly limit: number;
  readonly remaining: number;
  readonly resetsAt: Date;
}

/** Where a repository is and through which installation it is reached. */
export interface RepositoryRef {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  /** Undefined when no webhook has said it yet; it is then asked for. */
  readonly installationId: number | undefined;
}

/** GitHub, as our App sees it. */
export interface GitHub {
  readonly appId: number;
  /** A client that acts as the App itself: its deliveries, its installations. */
  readonly app: Octokit;
  /** A client that acts for an installation. */
  installation(id: number): Octokit;
  /** A client that acts for the installation of this repository, within GitHub's pace for writes. */
  client(repository: RepositoryRef): Promise<Octokit>;
  /** A token that reads the contents of this one repository, valid for up to an hour. Never hand it to a sandbox. */
  readToken(repository: RepositoryRef): Promise<string>;
}

const Client = Octokit.plugin(throttling);

/** GitHub gives itself ten seconds for an answer; a long list may be slow on a bad line. A silent write holds a lane. */
const readMs = 20_000;
const writeMs = 12_000;

/**
 * GitHub allows 900 points a minute, and whoever goes beyond hears nothing for a minute: one for a read, five for a write,
 * of which an installation has at most one a second.
 */
const reads = { app: { burst: 50, perSecond: 14 }, installation: { burst: 50, perSecond: 9 } };

/** Opens the App. Nothing is asked of GitHub before the first use. */
export function openGitHub(options: GitHubOptions): GitHub {
  const installations = new Map<number, Octokit>();
  const found = new Map<number, number>();
  const app = client(options, 'app', {});

  async function installationOf(repository: RepositoryRef): Promise<number> {
    const known = repository.installationId ?? found.get(repository.id);
    if (known) return known;
    const place = { owner: repository.owner, repo: repository.name };
    const { data } = await app.rest.apps.getRepoInstallation(place);
    found.set(repository.id, data.id);
    return data.id;
  }

  function installation(id: number): Octokit {
    const made = installations.get(id) ?? client(options, `installation-${id}`, { installationId: id });
    installations.set(id, made);
    return made;
  }

  return {
    appId: options.appId,
    app,
    installation,
    client: async (repository) => installation(await installationOf(repository)),
    async readToken(repository) {
      const { data } = await app.rest.apps.createInstallationAccessToken({
        installation_id: await installationOf(repository),
        repository_ids: [repository.id],
        permissions: { contents: 'read' },
      });
      return data.token;
    },
  };
}

/** Retries are ours (through the outbox), never the client's: a repeated POST could double a comment. */
function client(options: GitHubOptions, pace: string, auth: { installationId?: number }): Octokit {
  const made = new Client({
    baseUrl: options.apiUrl,
    userAgent: 'pushmark',
    authStrategy: createAppAuth,
    auth: { appId: options.appId, privateKey: options.privateKey, ...auth },
    throttle: { id: pace, onRateLimit: () => false, onSecondaryRateLimit: () => false },
    request: { fetch: timed(options.writeMs ?? writeMs) },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  const tell = (headers: Headers | undefined) => {
    const left = headers && leftBy(headers, auth.installationId ?? 0);
    if (left) options.onLeft?.(left);
  };
  const paces = options.reads ?? reads;
  const pass = openPace(auth.installationId === undefined ? paces.app : paces.installation);
  made.hook.before('request', async ({ method }) => {
    if (method === 'GET') await pass();
  });
  made.hook.after('request', ({ headers }) => tell(headers));
  made.hook.error('request', (error) => {
    tell((error as { response?: { headers: Headers } }).response?.headers);
    throw error;
  });
  return made;
}

type Headers = Readonly<Record<string, string | number | undefined>>;

/** Undefined where the server keeps no limits, as GitHub Enterprise may. */
function leftBy(headers: Headers, installationId: number): RequestsLeft | undefined {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
    Number(headers[`x-ratelimit-${name}`]),
  );
  if (!limit || remaining === undefined || Number.isNaN(remaining) || !reset) return undefined;
  return { installationId, limit, remaining, resetsAt: new Date(reset * 1000) };
}

const timed =
  (mostMs: number): typeof fetch =>
  (input, init) =>
    fetch(input, { ...init, signal: AbortSignal.timeout(init?.method === 'GET' ? readMs : mostMs) });
