/** The folder that GitHub's classroom-export-utility wrote: classrooms, their assignments, who accepted them, grades. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCsv } from '#services/classroom/csv/read.ts';
import { at, flagAt, idAt, listAt, textAt, timeAt } from '#services/classroom/intake/payload.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import { type Accepted, readAccepted } from './accepted.ts';
import { unknownFields } from './fields.ts';
import type { Left } from './left.ts';
import { differing, groupSizeOf, lostOf } from './lost.ts';

export interface ClassroomExport {
  readonly name: string;
  /** Login of the organisation, as GitHub writes it. */
  readonly organisation: string;
  readonly assignments: readonly ExportedAssignment[];
  readonly left: readonly Left[];
}

export interface ExportedAssignment {
  /** Its folder in the export, for the report. */
  readonly folder: string;
  readonly slug: string;
  readonly title: string;
  readonly group: boolean;
  /** Members of a group at most; undefined: any number. */
  readonly groupSize: number | undefined;
  /** ISO 8601. */
  readonly deadline: string | undefined;
  /** `owner/name`. */
  readonly starter: string | undefined;
  readonly accepted: readonly Accepted[];
  readonly grades: readonly GradeRow[];
}

/** A row of grades.csv, the only place that says who somebody is on the roster. */
export interface GradeRow {
  readonly login: string;
  readonly identifier: string;
  /** Name of the repository. */
  readonly repository: string;
  readonly group: string;
  /** Points of Classroom and when it was handed in, as written; empty: none. */
  readonly awarded: string;
  readonly available: string;
  readonly submittedAt: string;
}

/** Reads a classroom of an export. `only`: its number, needed where there are several. Throws InvalidInput. */
export async function readExport(dir: string, only?: number): Promise<ClassroomExport> {
  const classrooms = await json(join(dir, 'classrooms.json'));
  const known = listAt({ classrooms }, 'classrooms').flatMap((room) => idAt(room, 'id') ?? []);
  const chosen = only ?? (known.length === 1 ? known[0]! : undefined);
  if (chosen === undefined || !known.includes(chosen)) {
    const list = listAt({ classrooms }, 'classrooms').map((room) => `${idAt(room, 'id')} (${textAt(room, 'name')})`);
    throw refused(
      join(dir, 'classrooms.json'),
      `has ${known.length} classrooms; name one with --classroom: ${list.join(', ')}`,
    );
  }
  const folder = join(dir, `classroom-${chosen}`);
  const room = await json(join(folder, 'classroom.json'));
  const organisation = textAt(room, 'organization', 'login');
  if (organisation === undefined) throw refused(join(folder, 'classroom.json'), 'names no organization.login');
  const assignments = await json(join(folder, 'assignments.json'));
  const left: Left[] = [
    ...unknownFields('classroom', [...listAt({ classrooms }, 'classrooms'), room], 'classroom.json'),
    ...unknownFields('organization', [at(room, 'organization')], 'classroom.json', 'organization.'),
    ...(flagAt(room, 'archived') ? [archived] : []),
  ];
  const read: ExportedAssignment[] = [];
  for (const assignment of listAt({ assignments }, 'assignments')) {
    const one = await readOne(folder, assignment, left);
    if (one) read.push(one);
  }
  return { name: textAt(room, 'name') ?? `Classroom ${chosen}`, organisation, assignments: read, left };
}

async function readOne(folder: string, listed: unknown, left: Left[]): Promise<ExportedAssignment | undefined> {
  const [id, slug] = [idAt(listed, 'id'), textAt(listed, 'slug')];
  if (id === undefined || slug === undefined) {
    left.push({
      file: 'assignments.json',
      field: textAt(listed, 'title') ?? '',
      why: 'an assignment without id or slug',
      todo: 'Make it by hand: pushmark init',
    });
    return undefined;
  }
  const name = `assignment-${id}`;
  const own = await json(join(folder, name, 'assignment.json')).catch(() => listed);
  const accepted = await json(join(folder, name, 'accepted-assignments.json')).catch(() => undefined);
  if (!accepted)
    left.push({
      file: `${name}/accepted-assignments.json`,
      field: '',
      why: 'it is missing or cannot be read',
      todo: 'Repositories whose names do not say whose they are must be mapped in course.yaml',
    });
  left.push(...lostOf({ ...(listed as object), ...(own as object) }, name));
  left.push(...differing(listed, own, name));
  const starter = [at(own, 'starter_code_repository')];
  left.push(
    ...unknownFields('starter_code_repository', starter, `${name}/assignment.json`, 'starter_code_repository.'),
  );
  left.push(...unknownFields('assignment', [listed, own], `${name}/assignment.json`));
  return {
    ...{ folder: name, slug, title: textAt(listed, 'title') ?? slug, group: textAt(listed, 'type') === 'group' },
    deadline: timeAt(own, 'deadline') ?? timeAt(listed, 'deadline'),
    groupSize: groupSizeOf(own) ?? groupSizeOf(listed),
    starter: textAt(own, 'starter_code_repository', 'full_name'),
    accepted: readAccepted(listAt({ accepted }, 'accepted'), `${name}/accepted-assignments.json`, left),
    grades: await gradesOf(join(folder, name, 'grades.csv'), left),
  };
}

const archived: Left = {
  ...{ file: 'classroom.json', field: 'archived', why: 'the classroom was archived' },
  todo: 'Here the course runs as soon as it is synced',
};

async function gradesOf(path: string, left: Left[]): Promise<GradeRow[]> {
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes || bytes.length === 0) return [];
  try {
    const { header, rows } = readCsv(bytes, path);
    const columns = Object.fromEntries(header.cells.map((name) => [name.trim(), '']));
    left.push(...unknownFields('grades.csv', [columns], path));
    const cell = (cells: readonly string[], name: string) => cells[header.cells.indexOf(name)]?.trim() ?? '';
    return rows.map(({ cells }) => ({
      ...{ login: cell(cells, 'github_username'), identifier: cell(cells, 'roster_identifier') },
      ...{ repository: cell(cells, 'student_repository_name'), group: cell(cells, 'group_name') },
      ...{ awarded: cell(cells, 'points_awarded'), available: cell(cells, 'points_available') },
      submittedAt: cell(cells, 'submission_timestamp'),
    }));
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    left.push({
      file: path,
      field: '',
      why: error.problems[0]?.message ?? 'it cannot be read',
      todo: 'Roster identifiers of it are missing in roster.csv',
    });
    return [];
  }
}

async function json(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const missing = "is missing; name the folder that GitHub's classroom-export-utility wrote";
    throw refused(
      path,
      error.code === 'ENOENT' || error.code === 'ENOTDIR' ? missing : `cannot be read (${error.code})`,
    );
  });
  try {
    return JSON.parse(text);
  } catch {
    throw refused(path, 'is no JSON');
  }
}

function refused(file: string, message: string): InvalidInput {
  return new InvalidInput([{ file, line: 0, column: 0, field: '', message }]);
}
