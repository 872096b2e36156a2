import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { InvalidInput, type Problem } from '#services/platform/errors.ts';
import { readYaml, type YamlFile } from '#services/platform/yaml.ts';
import type { CourseAssignment, CourseDocument, Mapping } from './document.ts';
import { parsePattern } from './naming.ts';
import { examineLate, readRules } from './rules.ts';
import { CourseSchema, type CourseYaml } from './schema.ts';
import { readStaff } from './staff.ts';

const courseFile = 'course.yaml';

/** What a course has when its teacher names no patterns: GitHub Classroom's names, and our own (unambiguous) ones. */
const usualNaming = ['<slug>-<login>', '<slug>.<login>'];

/** A course as read, and the places of its fields for problems found later. */
export type CourseFile = YamlFile<CourseYaml> & { readonly document: CourseDocument };

/** Reads `course.yaml` of a folder. Throws InvalidInput with every problem. */
export async function readCourseDir(dir: string): Promise<CourseFile> {
  const file = join(dir, courseFile);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const message =
      error.code === 'ENOENT' ? 'is missing; a course needs title, organisation, assignments' : error.code;
    throw new InvalidInput([{ file, line: 0, column: 0, field: '', message: message ?? 'cannot be read' }]);
  });
  return readCourse(text, basename(resolve(dir)), file);
}

/** Reads a course from its text. `folder` is the slug unless it names one; `file` is how problems name it. */
export function readCourse(text: string, folder: string, file: string = courseFile): CourseFile {
  const yaml = readYaml(file, text, CourseSchema);
  const problems: Problem[] = [];
  const document = complete(yaml, folder, problems);
  problems.push(...contradictions(yaml, document));
  if (problems.length > 0) throw new InvalidInput(problems);
  return { ...yaml, document };
}

function complete(yaml: YamlFile<CourseYaml>, folder: string, problems: Problem[]): CourseDocument {
  const y = yaml.value;
  const slug = y.slug ?? folder.toLowerCase();
  return {
    slug,
    title: y.title,
    term: y.term,
    timeZone: y.timezone ?? 'UTC',
    weight: y.weight ?? 1,
    organisations: unique([...(y.organisations ?? []), ...(y.organisation ? [y.organisation] : [])]),
    classrooms: unique(y.classrooms ?? [slug]),
    naming: y.naming ?? usualNaming,
    repositories: mappings(yaml, problems),
    staff: readStaff(y.staff ?? {}, (login, message) => problems.push(yaml.at(['staff', login], message))),
    assignments: assignments(yaml, problems),
  };
}

function assignments(yaml: YamlFile<CourseYaml>, problems: Problem[]): CourseAssignment[] {
  const { timezone = 'UTC', late = {}, groups } = yaml.value;
  // A zone that is none is told once; dates are then not read in it.
  const timeZone = isTimeZone(timezone) ? timezone : 'UTC';
  const read = yaml.value.assignments.map((written, i): CourseAssignment => {
    const entry = typeof written === 'string' ? { folder: written } : written;
    const tell = (field: string, message: string) => problems.push(yaml.at(['assignments', i, field], message));
    const listed = groups?.includes(entry.folder);
    if (entry.groups === false && listed) tell('groups', 'says no, and the list groups says yes; remove one');
    return {
      folder: entry.folder,
      groups: entry.groups ?? listed,
      groupSize: entry['group-size'],
      rules: readRules(entry, late, timeZone, tell),
    };
  });
  const hasDue = yaml.value.assignments.some((entry) => typeof entry !== 'string' && entry.due !== undefined);
  const anyCosts = read.some(({ rules }) => rules.late.perDay > 0);
  examineLate(late, hasDue, anyCosts, (field, message) => {
    problems.push(yaml.at(['late', ...(field ? [field] : [])], message));
  });
  return read;
}

function mappings(yaml: YamlFile<CourseYaml>, problems: Problem[]): Record<string, Mapping> {
  const read: [string, Mapping][] = [];
  for (const [name, row] of Object.entries(yaml.value.repositories ?? {})) {
    const mapping = mappingOf(row);
    const problem = !/^[^/\s]+\/[^/\s]+$/.test(name)
      ? 'must be owner/name'
      : read.some(([known]) => known === name.toLowerCase())
        ? 'is there twice (upper and lower case are the same)'
        : typeof mapping === 'string' && mapping;
    if (problem) problems.push(yaml.at(['repositories', name], problem));
    else if (typeof mapping !== 'string') read.push([name.toLowerCase(), mapping]);
  }
  return Object.fromEntries(read);
}

type MappingYaml = NonNullable<CourseYaml['repositories']>[string];

function mappingOf({ assignment, student, group, ignore }: MappingYaml): Mapping | string {
  if (ignore) {
    return assignment || student || group ? 'has ignore beside an owner; use one of them' : { ignore: true };
  }
  if (!assignment) return 'needs assignment, with student or group; or ignore: true';
  if (student && !group) return { assignment, kind: 'student', name: student.toLowerCase() };
  if (group && !student) return { assignment, kind: 'group', name: group.toLowerCase() };
  return 'needs student or group, one of them';
}

function contradictions(yaml: YamlFile<CourseYaml>, course: CourseDocument): Problem[] {
  const problems: Problem[] = [];
  if (course.organisations.length === 0) {
    problems.push(yaml.at([], 'lacks organisation: where on GitHub the repositories are'));
  }
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(course.slug)) {
    problems.push(yaml.at([], `lacks slug, and the folder's name "${course.slug}" does not serve; e.g. slug: go-2027`));
  }
  if (!isTimeZone(course.timeZone)) {
    problems.push(yaml.at(['timezone'], `${course.timeZone} is no time zone; e.g. Europe/Berlin`));
  }
  course.naming.forEach((pattern, i) => {
    const parts = parsePattern(pattern);
    if (typeof parts === 'string') problems.push(yaml.at(['naming', i], parts));
  });
  course.assignments.forEach(({ folder }, i) => {
    const first = course.assignments.findIndex((other) => other.folder === folder);
    if (first < i) problems.push(yaml.at(placeOf(yaml, i), `${folder} is there twice; remove one`));
  });
  yaml.value.groups?.forEach((folder, i) => {
    if (course.assignments.some((known) => known.folder === folder)) return;
    problems.push(yaml.at(['groups', i], `${folder} is not among the assignments`));
  });
  return problems;
}

/** Of the folder of an assignment, however it is written. */
function placeOf({ value }: YamlFile<CourseYaml>, position: number): (string | number)[] {
  return ['assignments', position, ...(typeof value.assignments[position] === 'string' ? [] : ['folder'])];
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => name.toLowerCase()))];
}
