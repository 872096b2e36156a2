import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { databaseStore } from '#services/classroom/store.ts';
import { putTree, tree } from '#services/classroom/trees.ts';
import { testGradebook } from '#services/gradebook/testing/app.ts';
import { criterion, judgement, seedCourse, seedSubmission } from '#services/gradebook/testing/classroom.ts';
import { type Database, execute, openDatabase } from '#services/platform/database.ts';
import { startEmbedded } from '#services/platform/embedded.ts';
import { migrate } from '#services/platform/migrate.ts';
import { installedPostgres } from '#services/platform/testing/installed-postgres.ts';

const run = promisify(execFile);
/** The machine will not lose its power within the test. */
const settings = ['fsync=off'];

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'pushmark-backup-'));
  // Servers run as another account where we are root.
  await run('chmod', ['755', place]);
});
afterEach(() => rm(place, { recursive: true, force: true }));

/** Works with a database for a while, as a process of Pushmark does. */
async function using<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ url, role: 'owner', onIdleError: () => undefined });
  try {
    await migrate(database);
    return await work(database);
  } finally {
    await database.end();
  }
}

/** The same with the server of a data folder. */
async function within<T>(directory: string, work: (database: Database) => Promise<T>): Promise<T> {
  const server = await startEmbedded({ directory, settings });
  return using(server.url, work).finally(() => server.close());
}

const finding = { rule: 'panic', level: 'error', file: 'book/book.go', line: 3, message: 'here' } as const;

/** A course with one graded commit; answers its page's address. */
async function fill(database: Database): Promise<string> {
  const { course, assignments } = await seedCourse(database, 'go', { book: [criterion('unit', 50)] });
  const code = tree([['book/book.go', Buffer.from('package book\n\nfunc Kept() int { return 42 }\n')]]);
  const { submission } = await seedSubmission(database, {
    ...{ course: course.id, assignment: assignments.get('book')!, participant: 'student', repository: 7 },
    ...{ sha: 'a'.repeat(40), receivedAt: '2026-10-01T12:00:00Z' },
    tree: await putTree(databaseStore(database), code),
    judgements: { unit: judgement(0.75, { findings: [finding] }) },
  });
  return `/submissions/${submission}`;
}

async function look(database: Database, paths: readonly string[]): Promise<string[]> {
  const app = await testGradebook(database);
  const pages = await Promise.all(paths.map(async (path) => (await app.inject(path)).body));
  await app.close();
  return pages;
}

/** A filled database: pages of grades and of code, and how they look. */
async function filled(database: Database) {
  const paths = ['/courses/go', await fill(database)];
  const pages = await look(database, paths);
  expect([pages[0]?.includes('37.5'), pages[1]?.includes('Kept')]).toEqual([true, true]);
  return { paths, pages };
}

test('a copy of the data folder, restored elsewhere, shows the same grades and the same code', async () => {
  const [live, copy, restored] = [join(place, 'live'), join(place, 'copy'), join(place, 'restored')];
  const { paths, pages } = await within(live, filled);
  await run('cp', ['-a', live, copy]);
  await rm(live, { recursive: true });
  await run('cp', ['-a', copy, restored]);
  expect(await within(restored, (database) => look(database, paths))).toEqual(pages);
});

test('a dump of a server of your own, restored into another data folder, shows the same grades and the same code', async () => {
  const postgres = await installedPostgres();
  const [live, dump, roles] = [join(place, 'live'), join(place, 'pushmark.dump'), join(place, 'roles.sql')];
  const server = await postgres.start(live);
  const { paths, pages } = await using(server.url, filled);
  await postgres.client('pg_dumpall', '--roles-only', `--dbname=${server.url}`, `--file=${roles}`);
  await postgres.client('pg_dump', '--format=custom', `--dbname=${server.url}`, `--file=${dump}`);
  await server.stop();
  await rm(live, { recursive: true });

  const other = await startEmbedded({ directory: join(place, 'restored'), settings });
  // The role of the owner is there already, which psql says and goes on.
  await postgres.client('psql', `--dbname=${other.url}`, '--quiet', `--file=${roles}`);
  await postgres.client('pg_restore', '--exit-on-error', `--dbname=${other.url}`, dump);
  expect(await using(other.url, (database) => look(database, paths))).toEqual(pages);
  const web = await openDatabase({ url: other.url, role: 'web', onIdleError: () => undefined });
  expect(await look(web, paths)).toEqual(pages);
  await expect(execute(web, 'delete from criterion_result')).rejects.toThrow(/permission denied/);
  await web.end();
  await other.close();
});
