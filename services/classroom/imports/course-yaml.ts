import { stringify } from 'yaml';
import { readCourse } from '#services/classroom/course/read.ts';
import { matcher } from '#services/classroom/intake/match.ts';
import { groupName } from '#services/classroom/roster/groups.ts';
import type { Accepted } from './accepted.ts';
import type { ClassroomExport, ExportedAssignment } from './export.ts';

const NAMING = ['<slug>-<login>', '<slug>-<team>'];

/** The text of course.yaml, and how many repositories it maps because their names do not say whose they are. */
export function courseYaml(room: ClassroomExport, slug: string, assignments: readonly ExportedAssignment[]) {
  const groups = assignments.some(({ group }) => group);
  const course = {
    ...{ title: room.name.slice(0, 120), slug, timezone: 'UTC', organisation: room.organisation },
    ...(groups && { naming: NAMING }),
    assignments: assignments.map(({ slug: folder, deadline, group, groupSize }) => ({
      ...{ folder, ...(deadline && { due: deadline }) },
      ...(groups && { groups: group }),
      ...(group && groupSize && { 'group-size': groupSize }),
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
export function ownerOf({ group, slug, grades }: ExportedAssignment, { repository, students }: Accepted) {
  const name = repository.split('/')[1]!.toLowerCase();
  if (!group)
    return students.length === 1 ? { kind: 'student' as const, name: students[0]!.login.toLowerCase() } : undefined;
  const said = grades.find((row) => row.repository.toLowerCase() === name)?.group ?? '';
  const team = name.startsWith(`${slug}-`) ? name.slice(slug.length + 1) : (groupName(said) ?? name);
  return { kind: 'group' as const, name: team };
}
