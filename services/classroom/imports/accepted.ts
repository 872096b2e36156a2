import { at, idAt, listAt, textAt } from '#services/classroom/intake/payload.ts';
import { unknownFields } from './fields.ts';
import type { Left } from './left.ts';

/** A repository that a student or group accepted. */
export interface Accepted {
  /** `owner/name`. */
  readonly repository: string;
  readonly students: readonly {
    readonly id: number | undefined;
    readonly login: string;
    readonly name: string | undefined;
  }[];
  /** Points as `5/10`; empty: none. */
  readonly grade: string;
}

/** Reads accepted-assignments.json, as `file`; what cannot be read of it, or is not known, goes to `left`. */
export function readAccepted(list: readonly unknown[], file: string, left: Left[]): Accepted[] {
  const students = list.flatMap((one) => listAt(one, 'students'));
  const repositories = list.map((one) => at(one, 'repository'));
  left.push(...unknownFields('accepted', list, file), ...unknownFields('students', students, file, 'students.'));
  left.push(...unknownFields('repository', repositories, file, 'repository.'));
  const todo = "Map it in course.yaml under repositories, if it is somebody's";
  return list.flatMap((one, i) => acceptedOf(one, (why) => left.push({ file, field: `[${i}]`, why, todo })));
}

/** `tell`: what of it could not be read. */
function acceptedOf(value: unknown, tell: (why: string) => void): Accepted[] {
  const repository = textAt(value, 'repository', 'full_name');
  const students = listAt(value, 'students').flatMap((student) => {
    const login = textAt(student, 'login');
    if (login && /^[a-z0-9][a-z0-9_-]*$/i.test(login))
      return [{ id: idAt(student, 'id'), login, name: textAt(student, 'name') }];
    tell(`a student of ${repository ?? 'it'} has no login that GitHub could have`);
    return [];
  });
  if (repository && /^[\w.-]+\/[\w.-]+$/.test(repository)) {
    if (students.length === 0) tell(`nobody is named as owner of ${repository}`);
    return [{ repository, students, grade: textAt(value, 'grade') ?? '' }];
  }
  tell('it names no repository');
  return [];
}
