import { type Access, isAtLeast, type Role } from '#services/classroom/people/viewer.ts';

/** A page of a course, in the row above its content. */
export interface CourseTab {
  readonly href: string;
  readonly label: string;
  /** It is the page one looks at. */
  readonly here: boolean;
}

/** Below the course's address; the least role that may open it. `own`: only for who has grades of its own. */
const PAGES = [
  { path: '', label: 'Gradebook', least: 'observer' },
  { path: '/attention', label: 'Needs a look', least: 'observer' },
  { path: '/roster', label: 'Roster', least: 'observer' },
  { path: '/groups', label: 'Groups', least: 'observer' },
  { path: '/extensions', label: 'Extensions', least: 'observer' },
  { path: '/marking', label: 'Marking', least: 'observer' },
  { path: '/requests', label: 'Requests', least: 'observer' },
  { path: '/changes', label: 'Changes', least: 'observer' },
  { path: '/export', label: 'Export', least: 'observer' },
  { path: '/log', label: 'Log', least: 'teacher' },
  { path: '/me', label: 'My work', least: 'student', own: true },
] as const satisfies readonly { path: string; label: string; least: Role; own?: true }[];

/** The pages of a course that one may open. */
export function courseTabs(access: Access, here?: (typeof PAGES)[number]['label']): CourseTab[] {
  const base = `/courses/${access.course.slug}`;
  const isOpen = (page: (typeof PAGES)[number]) =>
    isAtLeast(access.role, page.least) && (!('own' in page) || access.participants.length > 0);
  return PAGES.filter(isOpen).map(({ path, label }) => ({
    ...{ href: base + path, label, here: label === here },
  }));
}
