/** A course made of a classroom of GitHub Classroom. Pure: what is written where is the caller's. */
import { namer, safeName } from '#services/classroom/exports/safe-name.ts';
import { type FileTree, tree } from '#services/classroom/trees.ts';
import { importAssignment } from './assignment.ts';
import { courseYaml, ownerOf } from './course-yaml.ts';
import type { ClassroomExport, ExportedAssignment } from './export.ts';
import { type Left, leftText } from './left.ts';
import { lostOfAll } from './lost.ts';
import { groupsCsv, peopleOf, rosterCsv, waitingOf } from './people.ts';
import { POINTS, pointsCsv, pointsLeft } from './points.ts';

export interface ImportedCourse {
  /** `course.yaml`, `roster.csv`, `groups.csv`, `classroom-points.csv`, `IMPORT.md`, and a folder for each assignment. */
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
  const waiting = waitingOf(assignments, people);
  if (waiting.length > 0) left.push(notAccepted(waiting.length));
  left.push(...general(assignments, people.length), ...lostOfAll(slug), ...ownerless(assignments));
  files.push(['course.yaml', Buffer.from(text)], ['roster.csv', Buffer.from(rosterCsv([...people, ...waiting]))]);
  const groups = groupsCsv(assignments);
  if (groups) files.push(['groups.csv', Buffer.from(groups)]);
  const points = pointsCsv(assignments);
  if (points) {
    files.push([POINTS, Buffer.from(points)]);
    left.push(pointsLeft);
  }
  files.push(['IMPORT.md', Buffer.from(leftText(`Import of ${room.name.replace(/\s+/g, ' ')}`, left))]);
  const repositories = assignments.reduce((sum, { accepted }) => sum + accepted.length, 0);
  return {
    files: tree(files),
    left,
    counts: { assignments: assignments.length, people: people.length + waiting.length, repositories, mapped },
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

function notAccepted(count: number): Left {
  return {
    ...{
      file: 'roster.csv',
      field: '',
      why: `${count} people of the roster had accepted nothing, so that their logins are not known`,
    },
    todo: 'They link themselves by an invitation: pushmark roster invite COURSE',
  };
}

/** Repositories of a single student's assignment that several people share. */
function ownerless(assignments: readonly ExportedAssignment[]): Left[] {
  return assignments.flatMap((each) =>
    each.accepted
      .filter((one) => one.students.length > 1 && !ownerOf(each, one))
      .map(({ repository, students }) => ({
        ...{ file: 'course.yaml', field: `repositories.${repository}` },
        why: `${students.length} students share it, and ${each.slug} is no group assignment`,
        todo: 'Map it to one of them, or to a group',
      })),
  );
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
