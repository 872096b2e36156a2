import type { StepResult } from '#services/classroom/accepting/acceptance.ts';
import { orNothing, type Work } from './work.ts';

const base = 'feedback';

/** The branch `feedback` at the first commit, and the pull request in which everything after it is shown. */
export async function openFeedback(work: Work): Promise<StepResult> {
  const { rest, place, acceptance } = work;
  const head = acceptance.defaultBranch ?? 'main';
  const branch = await orNothing(rest.git.getRef({ ...place, ref: `heads/${base}` }), 409);
  if (!branch) {
    const sha = acceptance.rootSha ?? (await firstCommit(work, head));
    // An empty repository: there is nothing to compare with yet.
    if (!sha) return {};
    await rest.git.createRef({ ...place, ref: `refs/heads/${base}`, sha });
  }
  const { data: pulls } = await rest.pulls.list({ ...place, base, state: 'all', per_page: 100 });
  if (pulls.some((pull) => pull.head.ref === head)) return {};
  await orNothing(rest.pulls.create({ ...place, title: 'Feedback', base, head, body: bodyOf(work) }), 422);
  return {};
}

async function firstCommit({ rest, place }: Work, branch: string): Promise<string | undefined> {
  const list = (page: number) => orNothing(rest.repos.listCommits({ ...place, sha: branch, per_page: 100, page }), 409);
  for (let page = 1; ; page++) {
    const commits = await list(page);
    if (!commits || commits.length < 100) return commits?.at(-1)?.sha;
  }
}

function bodyOf({ assignment, participant }: Work): string {
  const whose = participant.kind === 'group' ? 'your group' : 'you';
  return `This pull request is where you and your teachers talk about **${assignment.title}**. It shows everything that ${whose} pushed
since the starter code; Pushmark keeps one comment here with the result of the newest commit, and each commit has a check
with the details.

- Push to the default branch; there is nothing to merge here. Leave this pull request open.
- Write \`/regrade\` in a comment if a result seems to be missing.
- The branch \`feedback\` marks where you began. Do not change it.
`;
}
