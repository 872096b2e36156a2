import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadRoster } from '#services/classroom/roster/load.ts';
import { testClassroom } from '#services/classroom/runs/testing/classroom.ts';
import { criterion, seedCourse } from '#services/gradebook/testing/classroom.ts';
import { execute } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';

const cli = join(import.meta.dirname, '../cli.ts');
let db: TestDatabase;
let folder: string;

beforeAll(async () => {
  db = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'pushmark-roster-'));
  await testClassroom(db.owner);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
  await db.close();
});

function pushmark(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, DATABASE_URL: db.url, PUBLIC_URL: 'https://grades.example.edu', LOG_LEVEL: 'warn' };
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args], { env, cwd: folder }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

test('a roster is tried, taken over, invited and written from the command line', async () => {
  await writeFile(join(folder, 'r.csv'), 'name,email,login\nAda,ada@x.edu,ada\nBen,ben@x.edu,\n');
  const tried = await pushmark('roster', 'import', 'go', 'r.csv', '--dry-run');
  expect(tried).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('2 added, 0 changed, 0 as before, 0 left\nNothing was written'),
  });
  expect(await loadRoster(db.owner, 1)).toEqual([]);
  expect((await pushmark('roster', 'import', 'go', 'r.csv')).code).toBe(0);
  const invited = await pushmark('roster', 'invite', 'go');
  expect(invited.stdout).toMatch(/^name,email,link\nBen,ben@x\.edu,https:\/\/grades\.example\.edu\/join\/[\w-]{32}\n$/);
  expect((await pushmark('roster', 'export', 'go', '--out', 'out.csv')).code).toBe(0);
  expect(await readFile(join(folder, 'out.csv'), 'utf8')).toBe(
    'name,email,institution_id,login,section,group\nAda,ada@x.edu,,ada,,\nBen,ben@x.edu,,,,\n',
  );
});

test('grades and submissions are written for other programs', async () => {
  await db.clear();
  const { course } = await seedCourse(db.owner, 'go', { lab: [criterion('tests', 10)] });
  await execute(db.owner, `insert into roster_entry (course_id, name, institution_id) values ($1, 'Ada', 's1')`, [
    course.id,
  ]);
  expect((await pushmark('export', 'go', '--format', 'moodle')).stdout).toBe(
    'Full name,Email address,ID number,Assignment lab\nAda,,s1,\n',
  );
  await writeFile(
    join(folder, 'canvas.csv'),
    'Student,ID,SIS User ID,SIS Login ID,Section,Assignment lab (1)\nAda,1,s1,,A,\n',
  );
  const filled = [
    'export',
    'go',
    '--format',
    'canvas',
    '--fill',
    'canvas.csv',
    '--assignment',
    'lab',
    '--out',
    'filled.csv',
  ];
  expect(await pushmark(...filled)).toMatchObject({ code: 0, stderr: '0 grades filled in\n' });
  expect(await readFile(join(folder, 'filled.csv'))).toEqual(await readFile(join(folder, 'canvas.csv')));
  expect(await pushmark('likeness', 'go', 'lab', 'out.zip')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('0 submissions'),
  });
  expect((await readFile(join(folder, 'out.zip'))).subarray(0, 2).toString()).toBe('PK');
});

test('mistakes are said with file, line and column, and exit with 2', async () => {
  await writeFile(join(folder, 'bad.csv'), 'name,email\nAda,ada\n');
  expect(await pushmark('roster', 'import', 'go', 'bad.csv')).toMatchObject({
    ...{ code: 2, stderr: expect.stringContaining('bad.csv:2:2: email: "ada" is no e-mail address') },
  });
  expect(await pushmark('roster', 'export', 'rust')).toMatchObject({
    ...{ code: 2, stderr: 'rust: is no course of this server; there are go\n' },
  });
});
