import type { AnswerFault, RequestRecord } from '#deploy/demo/github/index.ts';
import { until } from '#deploy/demo/testing/waiting.ts';
import type { Ground } from '../ground.ts';
import { type Fault, proven } from './fault.ts';

/** Asked for once the harm is done. */
type Proof = () => Promise<string>;
const PATIENCE_MS = 180_000;

/** Done to GitHub while students push, so many bursts long. */
function whilePushing(name: string, harm: (ground: Ground) => Proof, bursts = 1): Fault {
  return {
    name,
    async inject(ground, burst) {
      const proof = harm(ground);
      for (let n = 0; n < bursts; n++) await burst();
      return proof();
    },
  };
}

const CREATED = ['checks/create', 'issues/create-comment'] as const;

/** The next answers about what must not be there twice are 500, 403, and 502 where the work was done. */
export function troubleGitHub({ github }: Ground): Proof {
  const from = github.requests.length;
  for (const operation of CREATED) {
    for (const kind of ['server-error', 'secondary-limit', 'done-but-502'] as const)
      github.failAnswers({ operation, kind, retryAfter: 2 });
  }
  const met = () => {
    const answers = new Set(github.requests.slice(from).map(({ operation, status }) => `${operation} ${status}`));
    const all = CREATED.flatMap((operation) => [500, 403, 502].map((status) => `${operation} ${status}`));
    return all.every((answer) => answers.has(answer)) || undefined;
  };
  return async () => {
    await until('answers 500, 403 and 502', met, PATIENCE_MS);
    return `GitHub answered 500, 403 and 502 to ${CREATED.join(' and ')}`;
  };
}

export const githubTrouble = whilePushing('github-trouble', troubleGitHub);

const SILENT_API = ['checks/create', 'checks/update', 'apps/create-installation-access-token'] as const;
/** Longer than an answer takes that is on its way. */
const SILENT_MS = 5_000;

/** The next requests of these kinds are accepted and never answered: whoever asks has to give up. */
function silence({ github }: Ground, operations: readonly AnswerFault['operation'][], times: number): Proof {
  const from = github.requests.length;
  for (const operation of operations) github.failAnswers({ operation, kind: 'hang', times });
  const isSilent = ({ status, at }: RequestRecord) => status === null && Date.now() - at.getTime() > SILENT_MS;
  const silent = () =>
    github.requests
      .slice(from)
      .filter(isSilent)
      .map(({ operation }) => operation);
  const met = () => operations.every((each) => silent().includes(each)) || undefined;
  return async () => {
    await until(`no answer to ${operations.join(', ')}`, met, PATIENCE_MS);
    return `GitHub left ${silent().length} requests without an answer: ${[...new Set(silent())].join(', ')}`;
  };
}

/** Reading and writing; enough that runs wait for their token while others push. */
export const silenceApi = (ground: Ground): Proof => silence(ground, SILENT_API, 3);

/** For after the last push: the students' own git would hang as well. */
export const silenceGit = (ground: Ground): Proof => silence(ground, ['git-upload-pack'], 1);

export const githubHangs: Fault = {
  name: 'github-hangs',
  async inject(ground, burst) {
    const api = silenceApi(ground);
    await burst();
    const git = silenceGit(ground);
    return `${await api()}; ${await git()}`;
  },
};

/** So many of the next webhooks about pushes get lost although everybody is there to hear them. */
export function dropWebhooks({ github }: Ground, times: number): Proof {
  const from = github.deliveries.length;
  github.failWebhooks({ event: 'push', kind: 'lost', times });
  return async () => {
    await github.webhooksSettled();
    const lost = github.deliveries.slice(from).filter(({ reply }) => reply.status === 'timed out').length;
    return proven(lost >= times, `${lost} webhooks got lost`);
  };
}

export const webhooksDropped = whilePushing('webhooks-dropped', (ground) => dropWebhooks(ground, 2));

/** One comes twice; and in every repository the next push comes after the one that follows it. */
export function twistWebhooks({ github, front }: Ground): Proof {
  const from = github.deliveries.length;
  github.failWebhooks({ event: 'push', kind: 'twice' });
  const reordered = front.reorder();
  return async () => {
    await github.webhooksSettled();
    const guids = github.deliveries.slice(from).map(({ guid }) => guid);
    const late = reordered();
    return proven(
      new Set(guids).size < guids.length && late > 0,
      `a webhook came twice, ${late} after their successors`,
    );
  };
}

export const webhooksTwisted = whilePushing('webhooks-twisted', twistWebhooks, 2);
