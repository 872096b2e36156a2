import assert from 'node:assert/strict';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commit, eventually, type Ground } from './ground.ts';

/** What we count on GitHub to do, and how to see that it does. They build on each other, in this order. */
export interface Assumption {
  readonly name: string;
  check(ground: Ground, seen: Seen): Promise<void>;
}

/** What earlier assumptions saw. */
export interface Seen {
  sha?: string;
  checkRunId?: number;
  commentId?: number;
}

const reference = join(import.meta.dirname, '../../../course/m02-gradebook/reference');

export const assumptions: readonly Assumption[] = [
  {
    name: 'A push by a person is delivered, and the commit can be fetched by its SHA',
    async check(ground, seen) {
      seen.sha = await pushReference(ground);
      seen.checkRunId = (await completed(ground, seen.sha)).id;
    },
  },
  {
    name: 'A check run keeps its external id, its title and the App that wrote it',
    async check(ground, seen) {
      const { data } = await ground.octokit.rest.checks.get({ ...ground.place, check_run_id: need(seen.checkRunId) });
      assert.match(data.external_id ?? '', /^run:\d+$/);
      assert.match(data.output.title ?? '', /^[\d.]+ of [\d.]+ points/);
      assert.ok(data.app?.id);
    },
  },
  {
    name: "The Feedback pull request gets one comment, written by the App's bot",
    async check(ground, seen) {
      const comment = await eventually('a comment', async () => (await comments(ground))[0]);
      assert.equal(comment.user?.type, 'Bot');
      seen.commentId = comment.id;
    },
  },
  {
    name: 'The next push edits that comment in place, and has a check run of its own',
    async check(ground, seen) {
      await writeFile(join(ground.clone, 'NOTES.md'), 'Another attempt.\n');
      const sha = await commit(ground.git, 'Another attempt');
      await ground.git('push', '-q', 'origin', 'HEAD:main');
      await completed(ground, sha);
      await eventually('the edited comment', async () =>
        (await comments(ground)).find((c) => c.body?.includes(sha.slice(0, 7))),
      );
      assert.deepEqual(
        (await comments(ground)).map((c) => c.id),
        [seen.commentId],
      );
      seen.sha = sha;
    },
  },
  {
    name: 'Nothing in the comment mentions anybody or refers to anything',
    async check(ground, seen) {
      const { data } = await ground.octokit.rest.issues.getComment({
        ...{ ...ground.place, comment_id: need(seen.commentId) },
        mediaType: { format: 'full' },
      });
      const html = (data as { body_html?: string }).body_html ?? '';
      assert.doesNotMatch(html, /class="[^"]*(user-mention|issue-link|team-mention)/);
    },
  },
  {
    name: 'A push to another branch is answered with a neutral check run',
    async check(ground) {
      await ground.git('checkout', '-q', '-b', 'idea');
      const sha = await commit(ground.git, 'An idea');
      await ground.git('push', '-q', 'origin', 'idea');
      assert.equal((await completed(ground, sha)).conclusion, 'neutral');
    },
  },
];

async function pushReference(ground: Ground): Promise<string> {
  await cp(reference, ground.clone, { recursive: true });
  const sha = await commit(ground.git, 'Hand in');
  await ground.git('push', '-q', 'origin', 'HEAD:main');
  return sha;
}

async function completed({ octokit, place }: Ground, ref: string) {
  return eventually(`a completed check run of ${ref.slice(0, 7)}`, async () => {
    const { data } = await octokit.rest.checks.listForRef({ ...place, ref });
    return data.check_runs.find((run) => run.name === 'Pushmark' && run.status === 'completed');
  });
}

async function comments({ octokit, place, pullNumber }: Ground) {
  const { data } = await octokit.rest.issues.listComments({ ...place, issue_number: pullNumber, per_page: 100 });
  return data.filter((comment) => comment.body?.startsWith('<!-- pushmark -->'));
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('an earlier assumption did not hold');
  return value;
}
