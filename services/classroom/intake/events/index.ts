import type { EventKind } from '../arrival.ts';
import type { CommonFacts } from '../facts.ts';
import { create } from './create.ts';
import { installation } from './installation.ts';
import { issueComment } from './issue-comment.ts';
import { pullRequest } from './pull-request.ts';
import { push } from './push.ts';
import { repository } from './repository.ts';
import { checkRun, checkSuite } from './rerequest.ts';

/** Whose facts only the kind itself knows: what its `read` made is what its `act` takes. */
// biome-ignore lint/suspicious/noExplicitAny: the list holds kinds of different facts
type AnyEventKind = EventKind<any>;

/** Events that something is done about, by X-GitHub-Event; all others are noted. */
export const eventKinds: ReadonlyMap<string, AnyEventKind> = new Map<string, AnyEventKind>([
  ['push', push],
  ['create', create],
  ['pull_request', pullRequest],
  ['check_run', checkRun],
  ['check_suite', checkSuite],
  ['issue_comment', issueComment],
  ['repository', repository],
  ['installation', installation],
  ['installation_repositories', installation],
]);

const actionsActedUpon: ReadonlyMap<string, readonly string[]> = new Map([
  ['check_run', ['rerequested']],
  ['check_suite', ['rerequested']],
  ['issue_comment', ['edited', 'deleted']],
]);

/**
 * Whether a delivery of this kind can matter, as far as its name tells: most are GitHub's echo of our own check runs
 * and comments, or announce a push that has a delivery of its own.
 */
export function canMatter(event: string, action: string | null): boolean {
  if (!eventKinds.has(event) || event === 'create') return false;
  return actionsActedUpon.get(event)?.includes(action ?? '') ?? true;
}

/** ping, stars, members and whatever GitHub invents next. */
export const anyOther: EventKind<CommonFacts> = {
  read: (_payload, common) => common,
  act: async () => ({ outcome: 'noted' }),
};
