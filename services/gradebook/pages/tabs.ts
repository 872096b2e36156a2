import { type Access, isAtLeast, type Role } from '#services/classroom/people/viewer.ts';

/** A page of a course, in the row above its content. */
export interface CourseTab {
  readonly href: string;
  readonly label: string;
  /** It is the page one looks at. */
  readonly here: boolean;
}

/** Below the course's address; the least role that may open it. */
const PAGES = [{ path: '', label: 'Gradebook', least: 'observer' }] as const satisfies readonly {
  path: string;
  label: string;
  least: Role;
}[];

/** The pages of a course that one may open. */
export function courseTabs(access: Access, here: (typeof PAGES)[number]['label']): CourseTab[] {
  const base = `/courses/${access.course.slug}`;
  return PAGES.filter(({ least }) => isAtLeast(access.role, least)).map(({ path, label }) => ({
    ...{ href: base + path, label, here: label === here },
  }));
}
