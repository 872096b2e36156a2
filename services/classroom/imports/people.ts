/** The people of an export: a roster, and who is in which group. */
import { writeCsv } from '#services/classroom/csv/write.ts';
import { cleaned } from '#services/classroom/roster/clean.ts';
import { ownerOf } from './course-yaml.ts';
import type { ExportedAssignment } from './export.ts';

export interface Person {
  readonly login: string;
  readonly id: number | undefined;
  readonly name: string;
  readonly identifier: string;
}

/** Everybody who accepted an assignment or has a row of grades, by login. */
export function peopleOf(assignments: readonly ExportedAssignment[]): Person[] {
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

/** Whom the roster named and who had no account there yet. */
export function waitingOf(assignments: readonly ExportedAssignment[], people: readonly Person[]): Person[] {
  const known = new Set(people.map(({ identifier }) => identifier));
  const names = assignments.flatMap(({ grades }) =>
    grades.flatMap(({ login, identifier }) => (login === '' && identifier !== '' ? [identifier] : [])),
  );
  return [...new Set(names)]
    .filter((identifier) => !known.has(identifier))
    .map((identifier) => ({ login: '', id: undefined, name: '', identifier }));
}

/** In the form of GitHub Classroom's own roster, which the import takes. */
export function rosterCsv(people: readonly Person[]): string {
  const rows = people.map(({ identifier, login, id, name }) => {
    const known = cleaned(identifier);
    const kept = known.length <= 100 ? known : '';
    return [kept, login, id ?? '', cleaned(name).slice(0, 200) || (kept ? '' : login)];
  });
  return writeCsv([['identifier', 'github_username', 'github_id', 'name'], ...rows]);
}

/** Who is in which group, as `pushmark roster groups` takes it; undefined where there are no groups. */
export function groupsCsv(assignments: readonly ExportedAssignment[]): string | undefined {
  const rows = assignments
    .filter(({ group }) => group)
    .flatMap((each) =>
      each.accepted.flatMap((one) => one.students.map(({ login }) => [ownerOf(each, one)?.name ?? '', login])),
    );
  const distinct = [...new Map(rows.map((row) => [row.join(' '), row])).values()];
  return rows.length === 0 ? undefined : writeCsv([['group', 'login'], ...distinct]);
}
