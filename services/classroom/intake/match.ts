/**
 * Whose repository is it? Read from its full name alone, against the slugs and classrooms that exist: hyphens are
 * everywhere in slugs, logins and team names, so a name is never split at one. Two readings that differ are recorded
 * as ambiguous and left to the teacher, who settles them with a line in course.yaml.
 */
import type { CourseDocument, Mapping, ParticipantKind } from '#services/classroom/course/document.ts';
import { has, nameRegExp, parsePattern } from '#services/classroom/course/naming.ts';

/** A course as matching needs it. */
export interface KnownCourse {
  readonly course: Pick<CourseDocument, 'slug' | 'organisations' | 'classrooms' | 'naming' | 'repositories'>;
  /** Assignments that take hand-ins; `groups` as in course.yaml. */
  readonly assignments: readonly { readonly slug: string; readonly groups?: boolean | undefined }[];
}

/** One way to read a repository's name. */
export interface Reading {
  /** Slug of the course. */
  readonly course: string;
  /** Slug of the assignment. */
  readonly assignment: string;
  readonly kind: ParticipantKind;
  /** Login or team's name, lower case. */
  readonly name: string;
}

export type Match =
  | { readonly match: 'matched'; readonly by: 'mapped' | 'pattern'; readonly reading: Reading; readonly reason: string }
  | { readonly match: 'ambiguous'; readonly candidates: readonly Reading[]; readonly reason: string }
  /** `ignored`: course.yaml says so. */
  | { readonly match: 'unmatched'; readonly ignored: boolean; readonly reason: string };

/** Reads `owner/name`. An explicit mapping wins over every pattern; upper and lower case are the same. */
export function matchRepository(fullName: string, courses: readonly KnownCourse[]): Match {
  return matcher(courses)(fullName);
}

/** `matchRepository` for many names: the patterns are prepared once. */
export function matcher(courses: readonly KnownCourse[]): (fullName: string) => Match {
  const patterns = new Map(courses.map((known) => [known.course.slug, namePatterns(known)]));
  return (fullName) => {
    const full = fullName.toLowerCase();
    const mapped = courses.flatMap((known) => mappedReading(known, full));
    if (mapped.length > 0) return byMapping(distinct(mapped), courses);
    const open = courses.filter((known) => !isIgnored(known, full));
    const match = byName(full, open, patterns);
    if (open.length === courses.length || match.match !== 'unmatched') return match;
    return { ...unmatched('course.yaml says to ignore this repository'), ignored: true };
  };
}

/** Whether the course says that this repository is none of its own; that takes it from no other course. */
export function isIgnored({ course }: KnownCourse, fullName: string): boolean {
  const mapping = mappingOf(course, fullName.toLowerCase());
  return mapping !== undefined && 'ignore' in mapping;
}

function mappingOf({ repositories }: KnownCourse['course'], full: string): Mapping | undefined {
  return Object.hasOwn(repositories, full) ? repositories[full] : undefined;
}

/** `m02-gradebook of student ada`: a reading in words. */
export function inWords({ assignment, kind, name }: Pick<Reading, 'assignment' | 'kind' | 'name'>): string {
  return `${assignment} of ${kind} ${name}`;
}

function mappedReading({ course }: KnownCourse, full: string): Reading[] {
  const mapping = mappingOf(course, full);
  return !mapping || 'ignore' in mapping ? [] : [{ course: course.slug, ...mapping }];
}

function byMapping(found: readonly Reading[], courses: readonly KnownCourse[]): Match {
  const reading = found[0]!;
  if (found.length > 1) return ambiguous(found, 'several courses map this repository');
  const known = courses.find(({ course }) => course.slug === reading.course);
  if (!known?.assignments.some(({ slug }) => slug === reading.assignment)) {
    return unmatched(`course.yaml maps it to ${reading.assignment}, which takes no hand-ins`);
  }
  return { match: 'matched', by: 'mapped', reading, reason: `course.yaml maps it to ${inWords(reading)}` };
}

function byName(full: string, courses: readonly KnownCourse[], patterns: ReadonlyMap<string, NamePattern[]>): Match {
  const owner = full.split('/')[0] ?? '';
  const here = courses.filter(({ course }) => course.organisations.includes(owner));
  if (here.length === 0) return unmatched(`no course names the organisation ${owner}`);
  const name = full.slice(owner.length + 1);
  return byPattern(
    here,
    here.flatMap(({ course }) => readings(name, course.slug, patterns.get(course.slug) ?? [])),
  );
}

function byPattern(courses: readonly KnownCourse[], all: readonly Reading[]): Match {
  const found = distinct(all);
  const [reading, ...others] = found;
  if (!reading) {
    const patterns = [...new Set(courses.flatMap(({ course }) => course.naming))].join(', ');
    return unmatched(`its name fits no assignment by ${patterns}`);
  }
  if (others.length > 0) return ambiguous(found, 'its name can be read in several ways');
  return { match: 'matched', by: 'pattern', reading, reason: `its name reads ${inWords(reading)}` };
}

function ambiguous(candidates: readonly Reading[], what: string): Match {
  const list = candidates.map(inWords).join('; or ');
  return { match: 'ambiguous', candidates, reason: `${what}: ${list}. Map it under repositories in course.yaml` };
}

function unmatched(reason: string) {
  return { match: 'unmatched', ignored: false, reason } as const;
}

/** What a name must look like to be a repository of an assignment. */
interface NamePattern {
  readonly assignment: string;
  readonly kind: ParticipantKind;
  readonly pattern: RegExp;
}

function namePatterns({ course, assignments }: KnownCourse): NamePattern[] {
  return course.naming.flatMap((pattern) => {
    const parts = parsePattern(pattern);
    if (typeof parts === 'string') return [];
    const kind: ParticipantKind = has(parts, 'team') ? 'group' : 'student';
    const classrooms = has(parts, 'classroom') ? course.classrooms : [''];
    return assignments
      .filter(({ groups }) => groups === undefined || groups === (kind === 'group'))
      .flatMap(({ slug }) =>
        classrooms.map((room) => ({ assignment: slug, kind, pattern: nameRegExp(parts, slug, room) })),
      );
  });
}

function readings(name: string, course: string, patterns: readonly NamePattern[]): Reading[] {
  return patterns.flatMap(({ assignment, kind, pattern }) => {
    const owner = pattern.exec(name)?.groups?.owner;
    return owner ? [{ course, assignment, kind, name: owner }] : [];
  });
}

function distinct(found: readonly Reading[]): Reading[] {
  return [...new Map(found.map((r) => [[r.course, r.assignment, r.kind, r.name].join(' '), r])).values()];
}
