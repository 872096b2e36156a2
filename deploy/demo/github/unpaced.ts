import { type GitHub, openGitHub } from '#services/platform/github/app.ts';
import { appClient } from './clients.ts';
import type { GitHubStandIn } from './index.ts';

/** The product's GitHub without its pace for writes, which is GitHub's wish and a second each: for tests of many. */
export function unpacedGitHub(github: GitHubStandIn): GitHub {
  const { apiUrl, appId, privateKey } = github;
  const clients = new Map<number, ReturnType<GitHub['installation']>>();
  const installation = (installationId: number) => {
    const made = clients.get(installationId) ?? appClient({ apiUrl, appId, privateKey, installationId });
    clients.set(installationId, made as ReturnType<GitHub['installation']>);
    return made as ReturnType<GitHub['installation']>;
  };
  return { ...openGitHub({ apiUrl, appId, privateKey }), installation };
}
