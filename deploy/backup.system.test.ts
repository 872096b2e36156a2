import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { databaseStore } from '#services/classroom/store.ts';
import { putTree, tree } from '#services/classroom/trees.ts';
import { testGradebook } from '#services/gradebook/testing/app.ts';
import { criterion, judgement, seedCourse, seedSubmission } from '#services/gradebook/testing/classroom.ts';
import { type Database, openDatabase } from '#services/platform/database.ts';
import { startEmbedded } from '#services/platform/embedded.ts';
import { migrate } from '#services/platform/migrate.ts';

const run = promisify(execFile);

/** Opens the database of a folder for as long as something is done with it, as a process of Pushmark does. */
async function within<T>(directory: string, work: (database: Database) => Promise<T>): Promise<T> {
  const server = await startEmbedded({ directory });
  const database = await openDatabase({ url: server.url, role: 'owner', onIdleError: () => undefined });
  try {
    await migrate(database);
    return await work(database);
  } finally {
    await database.end();
    await server.close();
  }
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

test('a copy of the data folder, restored elsewhere, shows the same grades and the same code', async () => {
  const place = await mkdtemp(join(tmpdir(), 'pushmark-backup-'));
  const [live, copy, restored] = ['live', 'copy', 'restored'].map((name) => join(place, name)) as [
    string,
    string,
    string,
  ];
  try {
    // The server of the folder runs as another account where we are root.
    await run('chmod', ['755', place]);
    const { paths, before } = await within(live, async (database) => {
      const paths = ['/courses/go', await fill(database)];
      return { paths, before: await look(database, paths) };
    });
    await run('cp', ['-a', live, copy]);
    await rm(live, { recursive: true });
    await run('cp', ['-a', copy, restored]);
    const after = await within(restored, (database) => look(database, paths));
    expect(before[0]).toContain('37.5');
    expect(before[1]).toContain('Kept');
    expect(after).toEqual(before);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
});
