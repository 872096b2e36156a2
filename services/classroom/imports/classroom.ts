/** A course made of a classroom of GitHub Classroom. Pure: what is written where is the caller's. */
import { stringify } from 'yaml';
import { readCourse } from '#services/classroom/course/read.ts';
import { writeCsv } from '#services/classroom/csv/write.ts';
import { namer, safeName } from '#services/classroom/exports/safe-name.ts';
import { matcher } from '#services/classroom/intake/match.ts';
import { cleaned } from '#services/classroom/roster/clean.ts';
import { groupName } from '#services/classroom/roster/groups.ts';
import { type FileTree, tree } from '#services/classroom/trees.ts';
import { importAssignment } from './assignment.ts';
import type { Accepted, ClassroomExport, ExportedAssignment } from './export.ts';
import { type Left, leftText } from './left.ts';

export interface ImportedCourse {
  /** `course.yaml`, `roster.csv`, `groups.csv`, `IMPORT.md`, and a folder for each assignment. */
  readonly files: FileTree;
  readonly left: readonly Left[];
  readonly counts: {
    readonly assignments: number;
    readonly people: number;
    readonly repositories: number;
    readonly mapped: number;
  };
}

/** `starterOf`: the files of a starter repository, by `owner/name`; undefined where it is not here. */
export function importClassroom(
  room: ClassroomExport,
  slug: string,
  starterOf: (repository: string) => FileTree | undefined,
): ImportedCourse {
  const left: Left[] = [...room.left];
  const files: [string, Uint8Array][] = [];
  const unique = namer();
  const assignments = room.assignments.map((each) => ({ ...each, slug: unique(slugOf(each)) }));
  for (const each of assignments) {
    const made = importAssignment(each, each.starter ? starterOf(each.starter) : undefined);
    for (const [path, content] of made.files) files.push([`${each.slug}/${path}`, content]);
    left.push(...made.left);
  }
  const { text, mapped } = courseYaml(room, slug, assignments);
  const people = peopleOf(assignments);
  left.push(...general(assignments, people.length));
  files.push(['course.yaml', Buffer.from(text)], ['roster.csv', Buffer.from(rosterCsv(people))]);
  const groups = groupsCsv(assignments);
  if (groups) files.push(['groups.csv', Buffer.from(groups)]);
  files.push(['IMPORT.md', Buffer.from(leftText(`Import of ${room.name.replace(/\s+/g, ' ')}`, left))]);
  const repositories = assignments.reduce((sum, { accepted }) => sum + accepted.length, 0);
  return {
    files: tree(files),
    left,
    counts: { assignments: assignments.length, people: people.length, repositories, mapped },
  };
}

/** As Classroom had it, unless it was nothing that a folder can be called. */
function slugOf({ slug, folder }: ExportedAssignment): string {
  return (
    safeName(slug.toLowerCase())
      .replace(/^[^a-z0-9]+/, '')
      .slice(0, 60) || folder
  );
}

const NAMING = ['<slug>-<login>', '<slug>-<team>'];

function courseYaml(room: ClassroomExport, slug: string, assignments: readonly ExportedAssignment[]) {
  const groups = assignments.some(({ group }) => group);
  const course = {
    ...{ title: room.name.slice(0, 120), slug, timezone: 'UTC', organisation: room.organisation },
    ...(groups && { naming: NAMING }),
    assignments: assignments.map(({ slug: folder, deadline, group }) => ({
      ...{ folder, ...(deadline && { due: deadline }) },
      ...(groups && { groups: group }),
    })),
  };
  const { document } = readCourse(stringify(course), slug);
  const known = assignments.map((each) => ({ slug: each.slug, groups: groups ? each.group : undefined }));
  const match = matcher([{ course: document, assignments: known }]);
  const repositories = Object.fromEntries(
    assignments.flatMap((each) =>
      each.accepted.flatMap((one) => {
        const found = match(one.repository);
        const wanted = ownerOf(each, one);
        if (!wanted) return [];
        const same =
          found.match === 'matched' &&
          found.reading.assignment === each.slug &&
          found.reading.kind === wanted.kind &&
          found.reading.name === wanted.name;
        return same ? [] : [[one.repository, { assignment: each.slug, [wanted.kind]: wanted.name }] as const];
      }),
    ),
  );
  const mapped = Object.keys(repositories).length;
  // By its name, `hello-starter` would be the repository of a student called starter.
  const starters = assignments.flatMap(({ starter }) =>
    starter && match(starter).match !== 'unmatched' ? [starter] : [],
  );
  const ignored = Object.fromEntries(starters.map((starter) => [starter, { ignore: true }]));
  const all = { ...repositories, ...ignored };
  const text = stringify({ ...course, ...(Object.keys(all).length > 0 && { repositories: all }) }, { lineWidth: 120 });
  return { text: `# Made by pushmark import; IMPORT.md says what is left to do.\n${text}`, mapped };
}

/** Whose a repository is: its only student, or the group as its name or grades.csv says. */
function ownerOf({ group, slug, grades }: ExportedAssignment, { repository, students }: Accepted) {
  const name = repository.split('/')[1]!.toLowerCase();
  if (!group)
    return students.length === 1 ? { kind: 'student' as const, name: students[0]!.login.toLowerCase() } : undefined;
  const said = grades.find((row) => row.repository.toLowerCase() === name)?.group ?? '';
  const team = name.startsWith(`${slug}-`) ? name.slice(slug.length + 1) : (groupName(said) ?? name);
  return { kind: 'group' as const, name: team };
}

interface Person {
  readonly login: string;
  readonly id: number | undefined;
  readonly name: string;
  readonly identifier: string;
}

function peopleOf(assignments: readonly ExportedAssignment[]): Person[] {
  const people = new Map<string, Person>();
  for (const { accepted, grades } of assignments) {
    for (const { id, login, name } of accepted.flatMap(({ students }) => students)) {
      const before = people.get(login.toLowerCase());
      people.set(login.toLowerCase(), {
        login,
        id: id ?? before?.id,
        name: name ?? before?.name ?? '',
        identifier: before?.identifier ?? '',
      });
    }
    for (const { login, identifier } of grades) {
      if (login === '') continue;
      const before = people.get(login.toLowerCase());
      people.set(login.toLowerCase(), {
        login,
        id: before?.id,
        name: before?.name ?? '',
        identifier: identifier || (before?.identifier ?? ''),
      });
    }
  }
  return [...people.values()].sort((a, b) => a.login.localeCompare(b.login));
}

/** In the form of GitHub Classroom's own roster, which the import takes. */
function rosterCsv(people: readonly Person[]): string {
  const rows = people.map(({ identifier, login, id, name }) => {
    const known = cleaned(identifier);
    const kept = known.length <= 100 ? known : '';
    return [kept, login, id ?? '', cleaned(name).slice(0, 200) || (kept ? '' : login)];
  });
  return writeCsv([['identifier', 'github_username', 'github_id', 'name'], ...rows]);
}

/** Who is in which group, as `pushmark roster groups` takes it; undefined where there are no groups. */
function groupsCsv(assignments: readonly ExportedAssignment[]): string | undefined {
  const rows = assignments
    .filter(({ group }) => group)
    .flatMap((each) =>
      each.accepted.flatMap((one) => one.students.map(({ login }) => [ownerOf(each, one)?.name ?? '', login])),
    );
  const distinct = [...new Map(rows.map((row) => [row.join(' '), row])).values()];
  return rows.length === 0 ? undefined : writeCsv([['group', 'login'], ...distinct]);
}

function general(assignments: readonly ExportedAssignment[], people: number): Left[] {
  const todo = (file: string, field: string, why: string, what: string) => ({ file, field, why, todo: what });
  const groups = assignments.filter(({ group }) => group);
  return [
    todo(
      'course.yaml',
      'timezone',
      'the export does not say where the course is',
      'Set it, e.g. Europe/Berlin; due dates say their own offset',
    ),
    todo('course.yaml', 'staff', 'the export does not say who teaches', 'Name teachers and assistants by their logins'),
    todo(
      'roster.csv',
      '',
      `only people who accepted something are in the export: ${people}`,
      'Import it (pushmark roster import), then an export of Canvas or Moodle for the others',
    ),
    ...assignments
      .filter(({ deadline }) => deadline)
      .slice(0, 1)
      .map(() =>
        todo(
          'course.yaml',
          'assignments',
          'cut-off dates and extensions of single students are not in the export',
          'Set cutoff where late work does not count, and grant extensions again',
        ),
      ),
    ...(groups.length > 0
      ? [
          todo(
            'groups.csv',
            '',
            'members of groups are not in course.yaml',
            'Take them over: pushmark roster groups COURSE groups.csv',
          ),
        ]
      : []),
  ];
}
