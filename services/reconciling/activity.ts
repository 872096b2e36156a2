import type { GitHub } from '#services/platform/github/app.ts';

export type Client = Awaited<ReturnType<GitHub['client']>>;
/** A push by GitHub's own record. */
export type Activity = Awaited<ReturnType<Client['rest']['repos']['listActivities']>>['data'][number];

interface Named {
  readonly owner: string;
  readonly name: string;
}

/** GitHub's record of a branch, newest first, at most 100; nothing where it keeps none (older GitHub Enterprise servers). */
export async function activityOf(client: Client, { owner, name }: Named, branch: string): Promise<Activity[]> {
  const query = { owner, repo: name, ref: `refs/heads/${branch}`, per_page: 100 };
  return client.rest.repos.listActivities(query).then(
    ({ data }) => data,
    (error: { status?: number }): Activity[] => {
      if (error.status === 404) return [];
      throw error;
    },
  );
}
