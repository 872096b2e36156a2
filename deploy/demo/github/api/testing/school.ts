import type { Octokit } from '@octokit/rest';
import { appClient, type Receiver, startReceiver } from '../../clients.ts';
import { classroomPermissions, type GitHubStandIn, startGitHub } from '../../index.ts';

export const owner = 'gopher-school';

/** An organisation run by olga, with ben as member, strangers ada and cleo, and an App that may run its classroom. */
export interface School {
  readonly github: GitHubStandIn;
  readonly app: Octokit;
  readonly receiver: Receiver;
  /** A private, empty repository, as Octokit names it. */
  readonly newRepository: (name: string) => Promise<{ readonly owner: string; readonly repo: string }>;
  readonly close: () => Promise<void>;
}

export async function startSchool(): Promise<School> {
  const receiver = await startReceiver();
  const github = await startGitHub({ permissions: classroomPermissions, webhookUrl: receiver.url });
  for (const login of ['olga', 'ada', 'ben', 'cleo']) github.createUser(login);
  github.setMembership({ user: 'olga', role: 'admin' });
  github.setMembership({ user: 'ben', role: 'member' });
  const app = appClient(github);
  return {
    ...{ github, app, receiver },
    newRepository: async (name) => {
      await app.repos.createInOrg({ org: owner, name, private: true });
      return { owner, repo: name };
    },
    close: async () => {
      await github.close();
      await receiver.close();
    },
  };
}
