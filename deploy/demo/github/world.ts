/**
 * What the stand-in knows, all of it in memory (commits aside: those are in bare repositories on disk). Every part of
 * the stand-in reads and changes this one object; it is made once per `startGitHub` and forgotten with it.
 */
import type { Faults } from './api/faults.ts';
import type { Limits } from './api/limits.ts';
import type { Copying } from './controls/copies.ts';
import type { IdKind } from './ids.ts';
import type { Registration } from './manifests/register.ts';
import type { Account, App, Grant, Installation, Level, Organization, OurApp, SignIns } from './people.ts';
import type { Outgoing } from './webhooks/outgoing.ts';

export type * from './people.ts';

export type Json = Record<string, unknown>;
export interface Comment {
  readonly id: number;
  readonly pull: number;
  readonly author: Account;
  /** The App that wrote it, when an App did. */
  readonly app: App | null;
  readonly createdAt: Date;
  body: string;
  updatedAt: Date;
}

export interface PullRequest {
  readonly id: number;
  readonly number: number;
  readonly author: Account;
  readonly head: string;
  readonly createdAt: Date;
  base: string;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  headSha: string;
  baseSha: string;
  updatedAt: Date;
  closedAt: Date | null;
}

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly message: string;
  readonly title?: string;
  readonly raw_details?: string;
}

export interface CheckSuite {
  readonly id: number;
  readonly app: App;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly before: string | null;
  readonly createdAt: Date;
}

export interface CheckRun {
  readonly id: number;
  readonly suite: CheckSuite;
  readonly app: App;
  readonly headSha: string;
  readonly annotations: Annotation[];
  name: string;
  externalId: string;
  detailsUrl: string;
  status: string;
  conclusion: string | null;
  startedAt: Date;
  completedAt: Date | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  actions: readonly Json[];
}

export interface Activity {
  readonly id: number;
  readonly before: string;
  readonly after: string;
  readonly ref: string;
  readonly type: 'push' | 'force_push' | 'branch_deletion' | 'branch_creation';
  readonly actor: Account;
  readonly at: Date;
}

/** An outsider is asked into a repository, and has to say yes. */
export interface Invitation {
  readonly id: number;
  readonly invitee: Account;
  readonly inviter: Account;
  readonly createdAt: Date;
  level: Level;
}

export interface Repository {
  readonly id: number;
  readonly name: string;
  readonly owner: Account;
  /** Absolute path of the bare repository. */
  readonly directory: string;
  readonly isPrivate: boolean;
  readonly fork: boolean;
  readonly description: string | null;
  /** Others can be made from it. */
  readonly isTemplate: boolean;
  /** What it was made from. */
  readonly template: Repository | null;
  readonly defaultBranch: string;
  readonly createdAt: Date;
  /** Who may do what by themselves, by account id; owners of the organisation and members of teams are not listed. */
  readonly access: Map<number, Level>;
  readonly invitations: Invitation[];
  readonly pulls: PullRequest[];
  readonly comments: Comment[];
  readonly suites: CheckSuite[];
  readonly checkRuns: CheckRun[];
  readonly activities: Activity[];
  pushedAt: Date;
}

/** One request that the stand-in received, in order of arrival. */
export interface RequestRecord {
  readonly at: Date;
  readonly method: string;
  /** Path with its query, below the API's root for REST, below the server's root for git. */
  readonly path: string;
  /** The operation's id, `git-upload-pack`, `git-receive-pack`, or null when GitHub has no such thing. */
  readonly operation: string | null;
  readonly body: unknown;
  /** Login of the user or bot, `app` for the App's JWT, `anonymous`. */
  caller: string;
  /** Null until answered, and for ever when the answer was made to hang. */
  status: number | null;
}

/** Something that could not happen between us and GitHub: a test that sees one has found a mistake. */
export interface Misfit {
  readonly what: 'request' | 'answer' | 'webhook';
  readonly operation: string;
  readonly problems: readonly string[];
}

export interface World {
  /** Like `http://127.0.0.1:4000`; git, pages. */
  readonly origin: string;
  readonly apiUrl: string;
  readonly temporary: string;
  readonly now: () => Date;
  /** The first one, which repositories belong to unless said otherwise. */
  readonly organization: Account;
  /** All of them, by account id. */
  readonly organizations: Map<number, Organization>;
  /** Apps that are being made from manifests, by key or code. */
  readonly registrations: Map<string, Registration>;
  /** Ours; one made from a manifest takes the place of the one before. */
  app: OurApp;
  readonly actions: App;
  installation: Installation | null;
  readonly signIns: SignIns;
  readonly accounts: Map<string, Account>;
  readonly repositories: Map<number, Repository>;
  readonly grants: Map<string, Grant>;
  readonly requests: RequestRecord[];
  readonly misfits: Misfit[];
  readonly faults: Faults;
  readonly limits: Limits;
  readonly outgoing: Outgoing;
  /** How repositories made from templates get their contents. */
  readonly copying: Copying;
  /** The last push under way per repository. */
  readonly pushing: Map<number, Promise<void>>;
  readonly nextId: (kind: IdKind) => number;
}

export const zeroSha = '0'.repeat(40);

export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}

/** GitHub compares names without regard to case. */
export function findRepository(world: World, owner: string, name: string): Repository | undefined {
  const wanted = `${owner}/${name}`.toLowerCase();
  return [...world.repositories.values()].find((each) => fullName(each).toLowerCase() === wanted);
}

export function findAccount(world: World, login: string): Account | undefined {
  return world.accounts.get(login.toLowerCase());
}
