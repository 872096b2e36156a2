import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GitHubStandIn, startGitHub } from '#deploy/demo/github/index.ts';
import { unpacedGitHub } from '#deploy/demo/github/unpaced.ts';
import { until } from '#deploy/demo/testing/waiting.ts';
import { courseFolder } from '#services/classroom/intake/testing/course-folder.ts';
import {
  type CourseRepository,
  keepCourseRepositories,
  parseCourseRepositories,
} from '#services/classroom/setup/course-repositories.ts';
import { repositoryStates } from '#services/classroom/setup/followed.ts';
import { databaseStore } from '#services/classroom/store.ts';
import { many } from '#services/platform/database.ts';
import { openLog } from '#services/platform/log.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { type FollowDeps, look, startFollowing } from './follow.ts';

let database: TestDatabase;
let github: GitHubStandIn;
let deps: FollowDeps;

beforeAll(async () => {
  [database, github] = await Promise.all([testDatabase(), startGitHub({ organization: 'school' })]);
  github.createUser('tina');
  deps = {
    ...{ database: database.web, store: databaseStore(database.web), github: unpacedGitHub(github) },
    ...{ log: openLog('silent'), named: undefined, ring: () => undefined },
  };
});

afterAll(async () => {
  await Promise.all([database?.close(), github?.close()]);
});

/** Heads of the repositories' branches, by name. */
const heads = new Map<string, string>();

/** A course repository with one assignment; answers it. */
async function repository(name: string, yaml: string, slug = 'hello'): Promise<CourseRepository> {
  const folder = await courseFolder();
  await folder.write('course.yaml', `title: ${name}\norganisation: school\nassignments: [${slug}]\n${yaml}`);
  await folder.assignment(slug);
  await github.createRepository({ name, from: folder.dir, writers: ['tina'] });
  await folder.remove();
  heads.set(name, (await github.push({ repository: name, user: 'tina', files: { 'notes.txt': name } })).sha);
  return read(`school/${name}`)[0]!;
}

const read = (text: string) => parseCourseRepositories(text) as readonly CourseRepository[];

const courses = () =>
  many<{ slug: string; repository: string | null; assignments: string[] }>(
    database.owner,
    `select c.slug, c.repository, array_agg(a.slug) as assignments from course c join assignment a on a.course_id = c.id
     where not a.retired group by c.id order by c.slug`,
  );

const words = async (...all: CourseRepository[]) =>
  (await repositoryStates(database.web, all)).map(({ words: said, failed }) => [said, failed]);

test('several repositories are courses of their own, and one that cannot be read holds up no other', async () => {
  const one = await repository('one', 'slug: go\n');
  const two = await repository('Two', 'slug: algorithms\n', 'sorting');
  const all = read('school/nowhere, school/one,school/TWO school/one');
  await keepCourseRepositories(database.web, all);
  const following = startFollowing(deps);
  await until('both courses', async () => ((await courses()).length === 2 ? true : undefined));
  await until('the trouble', async () => ((await words(all[0]!))[0]?.[1] ? true : undefined));
  await following.stop();
  expect(await courses()).toEqual([
    { slug: 'algorithms', repository: 'school/two', assignments: ['sorting'] },
    { slug: 'go', repository: 'school/one', assignments: ['hello'] },
  ]);
  expect(await words(all[0]!, one, two)).toEqual([
    [expect.stringContaining('GitHub answered 404'), true],
    ['One assignment taken over', false],
    ['One assignment taken over', false],
  ]);
});

test('a second repository of a course is refused by both names, until the first one is followed no more', async () => {
  const [one] = read('school/one') as [CourseRepository];
  const other = await repository('other', 'slug: go\n', 'lab');
  await keepCourseRepositories(database.web, [one, other]);
  await look(deps, other, true);
  const sha = heads.get('other')!;
  const [check] = github.checkRuns('other', sha);
  expect(check).toMatchObject({ conclusion: 'failure', title: 'The course belongs to school/one' });
  expect(check?.summary).toContain('go is the course of school/one already, and school/other claims it, too');
  expect(check?.annotations).toMatchObject([{ path: 'course.yaml', start_line: 4 }]);
  expect(await courses()).toContainEqual({ slug: 'go', repository: 'school/one', assignments: ['hello'] });

  await keepCourseRepositories(database.web, [other]);
  await look(deps, other, false);
  expect(github.checkRuns('other', sha).map(({ title }) => title)).toEqual(['One assignment taken over']);
  expect(await courses()).toContainEqual({ slug: 'go', repository: 'school/other', assignments: ['lab'] });
});

test('an assignment whose repositories would be called like those of another course is not added', async () => {
  const [other] = read('school/other') as [CourseRepository];
  const third = await repository('third', 'slug: go-2\n', 'lab');
  const room = await repository('room', "slug: go-3\nnaming: ['<classroom>-<slug>-<login>']\n", 'lab');
  await keepCourseRepositories(database.web, [other, third, room]);
  await look(deps, third, true);
  await look(deps, room, true);
  const [check] = github.checkRuns('third', heads.get('third')!);
  expect(check).toMatchObject({ conclusion: 'failure', title: '1 assignments belong to school/other' });
  expect(check?.summary).toContain('lab is an assignment of school/other already (course go), and school/third');
  const assignments = (await courses()).map((course) => [course.slug, course.assignments]);
  expect(assignments).toEqual([
    ['algorithms', ['sorting']],
    ['go', ['lab']],
    ['go-3', ['lab']],
  ]);
  await look(deps, other, true);
  expect(await words(other)).toEqual([['One assignment taken over', false]]);
});

test('a student repository of one course is mapped by no other, until the first one says to ignore it', async () => {
  const [other] = read('school/other') as [CourseRepository];
  const repositories = ['School/Lab-Ada', 'school/renamed', 'school/essay', 'school/kept']
    .map((name) => `  ${name}: ${name.endsWith('kept') ? '{ignore: true}' : '{assignment: essay, student: ada}'}\n`)
    .join('');
  const mapping = await repository('mapping', `slug: go-4\nrepositories:\n${repositories}`, 'essay');
  await keepCourseRepositories(database.web, [other, mapping]);
  await database.owner.query(
    `with known as (insert into participant (course_id, kind, name)
       select id, 'student', 'ben' from course where slug = 'go' returning id, course_id)
     insert into repository (id, owner, name, default_branch, course_id, assignment_id, participant_id, match, match_reason)
     select r.id, 'school', r.name, 'main', known.course_id, a.id, known.id, 'pattern', ''
     from (values (7, 'Renamed'), (8, 'Kept')) as r (id, name), known
     join assignment a on a.course_id = known.course_id and not a.retired`,
  );
  await look(deps, mapping, true);
  const sha = heads.get('mapping')!;
  const [check] = github.checkRuns('mapping', sha);
  expect(check).toMatchObject({ conclusion: 'failure', title: '2 repositories belong to school/other' });
  expect(check?.summary).toContain('is a repository of school/other already (course go), and school/mapping maps it');
  expect(check?.annotations).toMatchObject([{ start_line: 6 }, { start_line: 7 }]);
  expect(await words(mapping)).toEqual([['2 repositories belong to school/other', true]]);
  const mapped = async () => {
    const [row] = await many<{ document: { repositories: object } }>(
      database.owner,
      `select document from course where slug = 'go-4'`,
    );
    return Object.keys(row!.document.repositories).sort();
  };
  expect(await mapped()).toEqual(['school/essay', 'school/kept']);

  const ignoring = 'repositories:\n  school/lab-ada: {ignore: true}\n  school/renamed: {ignore: true}\n';
  const yaml = `title: other\norganisation: school\nassignments: [lab]\nslug: go\n${ignoring}`;
  await github.push({ repository: 'other', user: 'tina', files: { 'course.yaml': yaml } });
  await look(deps, other, true);
  await look(deps, mapping, true);
  expect(github.checkRuns('mapping', sha)).toMatchObject([{ conclusion: 'success' }]);
  expect(await mapped()).toEqual(['school/essay', 'school/kept', 'school/lab-ada', 'school/renamed']);
  const now = 'select c.slug from repository r join course c on c.id = r.course_id order by r.id';
  expect(await many(database.owner, now)).toEqual([{ slug: 'go-4' }, { slug: 'go' }]);
});

test('a repository that changes its slug leaves the one before to others', async () => {
  const [room] = read('school/room') as [CourseRepository];
  const yaml =
    "title: Room\norganisation: school\nslug: rooms\nassignments: [lab]\nnaming: ['<classroom>-<slug>-<login>']\n";
  await github.push({ repository: 'room', user: 'tina', files: { 'course.yaml': yaml } });
  await look(deps, room, true);
  const owners = (await courses()).map(({ slug, repository: from }) => [slug, from]);
  expect(owners).toContainEqual(['rooms', 'school/room']);
  expect(owners).toContainEqual(['go-3', null]);
});

test('nothing happened at GitHub that could not', () => {
  expect(github.invalid).toEqual([]);
});
