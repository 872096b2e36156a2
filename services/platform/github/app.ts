import { createAppAuth } from '@octokit/auth-app';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';

export interface GitHubOptions {
  /** `https://api.github.com`, or `https://HOST/api/v3` on GitHub Enterprise; no trailing slash. */
  readonly apiUrl: string;
  readonly appId: number;
  /** PEM, PKCS#1 or PKCS#8. */
  readonly privateKey: string;
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
  /** A client that acts for the installation of this repository, within GitHub's pace for writes. */
  client(repository: RepositoryRef): Promise<Octokit>;
  /** A token that reads the contents of this one repository, valid for up to an hour. Never hand it to a sandbox. */
  readToken(repository: RepositoryRef): Promise<string>;
}

const Client = Octokit.plugin(throttling);

/** GitHub takes at most ten seconds for its own answers; ours may be slow on a bad line. */
const requestMs = 20_000;

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

  return {
    appId: options.appId,
    async client(repository) {
      const installationId = await installationOf(repository);
      const existing = installations.get(installationId);
      if (existing) return existing;
      const made = client(options, `installation-${installationId}`, { installationId });
      installations.set(installationId, made);
      return made;
    },
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
  return new Client({
    baseUrl: options.apiUrl,
    userAgent: 'pushmark',
    authStrategy: createAppAuth,
    auth: { appId: options.appId, privateKey: options.privateKey, ...auth },
    throttle: { id: pace, onRateLimit: () => false, onSecondaryRateLimit: () => false },
    request: { fetch: timed },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
}

const timed: typeof fetch = (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(requestMs) });
