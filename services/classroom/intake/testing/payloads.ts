/** Payloads as GitHub sends them, cut to what GitHub always has: repository `school/lab-ada`, pushed by ada. */
import { createHash, randomUUID } from 'node:crypto';
import type { Delivery } from '../arrival.ts';

/** A commit's id that is the same for the same word. */
export function commit(word: string): string {
  return createHash('sha1').update(word).digest('hex');
}

export interface Shape {
  readonly id?: number;
  readonly name?: string;
  readonly owner?: string;
  readonly defaultBranch?: string;
  readonly sender?: { readonly id: number; readonly login: string; readonly type?: string };
  readonly more?: Readonly<Record<string, unknown>>;
}

export const ada = { id: 101, login: 'Ada', type: 'User' };
export const mallory = { id: 666, login: 'mallory', type: 'User' };
export const classroomBot = { id: 66690702, login: 'github-classroom[bot]', type: 'Bot' };

export function repository({ id = 1, name = 'lab-ada', owner = 'School', defaultBranch = 'main', more }: Shape = {}) {
  const login = { login: owner, id: 9, type: 'Organization' };
  return { id, name, full_name: `${owner}/${name}`, owner: login, default_branch: defaultBranch, fork: false, ...more };
}

function common(shape: Shape) {
  return { repository: repository(shape), sender: shape.sender ?? ada, installation: { id: 77 } };
}

export function push(word: string, { ref = 'refs/heads/main', ...shape }: Shape & { readonly ref?: string } = {}) {
  const after = commit(word);
  const head = { id: after, timestamp: '2026-11-20T10:00:00+01:00', message: word };
  return {
    ref,
    before: '0'.repeat(40),
    after,
    created: false,
    deleted: false,
    forced: false,
    commits: [head],
    head_commit: head,
    ...common(shape),
  };
}

export function pullRequest(action: string, branch: string, word: string, shape: Shape & PullShape = {}) {
  const { number = 1, base = 'main', state = 'open', headRepository = shape.id ?? 1, updatedAt } = shape;
  const head = { ref: branch, sha: commit(word), repo: { id: headRepository } };
  const pull = { number, state, head, base: { ref: base }, updated_at: updatedAt };
  return { action, number, pull_request: pull, ...common(shape) };
}

interface PullShape {
  readonly number?: number;
  readonly base?: string;
  readonly state?: string;
  readonly headRepository?: number;
  readonly updatedAt?: string;
}

export function rerequest(event: 'check_run' | 'check_suite', word: string, shape: Shape = {}) {
  return { action: 'rerequested', [event]: { id: 5, head_sha: commit(word) }, ...common(shape) };
}

export function comment(action: string, id: number, shape: Shape = {}) {
  return {
    action,
    comment: { id, user: { id: 4242, login: 'pushmark[bot]', type: 'Bot' } },
    issue: { number: 1 },
    ...common(shape),
  };
}

export function delivery(event: string, payload: unknown, more: Partial<Delivery> = {}): Delivery {
  return { guid: randomUUID(), event, payload, bytes: 1000, receivedAt: new Date(), ...more };
}
