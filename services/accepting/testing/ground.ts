import { expect, vi } from 'vitest';
import { type GitHubStandIn, startGitHub } from '#deploy/demo/github/index.ts';
import { unpacedGitHub } from '#deploy/demo/github/unpaced.ts';
import { findAcceptable } from '#services/classroom/accepting/acceptable.ts';
import { type Acceptance, beginAcceptance, findAcceptance } from '#services/classroom/accepting/acceptance.ts';
import { type GroupChoice, whoAccepts } from '#services/classroom/accepting/who.ts';
import { syncCourse } from '#services/classroom/course/sync.ts';
import { type CourseFolder, courseFolder } from '#services/classroom/intake/testing/course-folder.ts';
import { databaseStore } from '#services/classroom/store.ts';
import { transaction } from '#services/platform/database.ts';
import type { GitHub } from '#services/platform/github/app.ts';
import { openLog } from '#services/platform/log.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import type { Accepting, AcceptingDeps } from '../accepting.ts';

/** A course `go` in the organisation `school` of the stand-in, with an App that may make everything. */
export interface Ground {
  readonly database: TestDatabase;
  readonly github: GitHubStandIn;
  readonly folder: CourseFolder;
  readonly deps: AcceptingDeps;
  readonly rest: ReturnType<GitHub['installation']>['rest'];
  /** An account at the stand-in, made when new. Answers GitHub's number. */
  user(login: string): number;
  /** Reads the folder into the database. */
  sync(): Promise<unknown>;
  /** The button: for whom it was begun, or why not. */
  begin(login: string, slug: string, choice?: GroupChoice): Promise<Began | string>;
  /** The button, and the work to the end or to where it pauses. */
  accept(by: Accepting, login: string, slug: string, choice?: GroupChoice): Promise<Acceptance | string>;
  close(): Promise<void>;
}

export interface Began {
  readonly id: number;
  now(): Promise<Acceptance>;
}

/** Milliseconds, as good as never: it looks when it is told to. */
export const never = 2 ** 31 - 1;

const permissions = {
  ...({ metadata: 'read', contents: 'write', checks: 'write', pull_requests: 'write', issues: 'read' } as const),
  ...({ administration: 'write', members: 'write' } as const),
};

export async function acceptingGround(): Promise<Ground> {
  const [database, github, folder] = await Promise.all([
    testDatabase(),
    startGitHub({ organization: 'school', permissions }),
    courseFolder(),
  ]);
  const accounts = new Map<string, number>();
  const store = databaseStore(database.web);
  const fast = unpacedGitHub(github);
  const deps = { database: database.web, store, github: fast, log: openLog('silent'), ring: vi.fn() };

  function user(login: string): number {
    const id = accounts.get(login) ?? github.createUser(login).id;
    accounts.set(login, id);
    return id;
  }

  async function begin(login: string, slug: string, choice: GroupChoice = {}) {
    const found = (await findAcceptable(database.web, 'go', slug))!;
    const account = { githubId: user(login), login };
    const who = await transaction(database.web, (tx) => whoAccepts(tx, found, account, choice));
    if ('why' in who) return who.why;
    const { id } = await transaction(database.web, (tx) => beginAcceptance(tx, found.id, who.participantId));
    return { id, now: async () => (await findAcceptance(database.web, found.id, who.participantId))! };
  }

  return {
    ...{ database, github, folder, deps, user, begin },
    rest: fast.installation(github.installationId).rest,
    sync: () => syncCourse(database.web, store, folder.dir),
    async accept(by, login, slug, choice) {
      const began = await begin(login, slug, choice);
      if (typeof began === 'string') return began;
      const before = await began.now();
      by.work(began.id);
      return vi.waitFor(() => settled(began, before), { timeout: 90_000, interval: 50 });
    },
    async close() {
      await Promise.all([database.close(), github.close(), folder.remove()]);
    },
  };
}

/** Done, stopped, or put off since, however short a time that was for. */
async function settled({ now }: Began, before: Acceptance): Promise<Acceptance> {
  const found = await now();
  const isPutOff = found.notBefore.getTime() !== before.notBefore.getTime();
  expect(found.step === 'done' || found.error !== null || isPutOff).toBe(true);
  return found;
}
