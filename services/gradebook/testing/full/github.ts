import type { GitHub } from '#services/platform/github/app.ts';

/** GitHub as the page of setting up asks it: whatever has a name is called by what `word` answers. */
export function calledGitHub(word: () => string): GitHub {
  const app = () => ({ data: { slug: word(), name: word(), permissions: {} } });
  const installations = () => ({ data: [{ account: { login: word() } }] });
  const apps = { getAuthenticated: async () => app(), listInstallations: async () => installations() };
  return { app: { rest: { apps } } } as unknown as GitHub;
}
