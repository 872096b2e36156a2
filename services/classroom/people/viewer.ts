/** A GitHub account that has signed in. */
export interface Account {
  /** GitHub's number. */
  readonly githubId: number;
  /** A label: logins are changed, given up and taken by others. */
  readonly login: string;
}

/** Whoever looks at a page. */
export interface Viewer {
  /** Undefined: not signed in. */
  readonly account: Account | undefined;
  /** May do everything in every course: named by whoever runs the server, or alone with it where no sign-in is set up. */
  readonly admin: boolean;
  /** Looks through a token that was made for this course only. */
  readonly onlyCourse?: number;
}

/** What somebody may do in a course: each may do what those before it may. */
export const ROLES = ['student', 'observer', 'assistant', 'teacher'] as const;
export type Role = (typeof ROLES)[number];

/** Whether a role is at least another. */
export function isAtLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

/** Whether who is for some sections, undefined: for all, is for somebody who is in these. */
export function isForSections(sections: readonly string[] | undefined, theirs: readonly string[]): boolean {
  return !sections || theirs.some((section) => sections.includes(section));
}

/** What a viewer may do in one course. */
export interface Access {
  readonly course: {
    readonly id: number;
    readonly slug: string;
    readonly title: string;
    /** When it is taught; null: it does not say. */
    readonly term?: string | null;
    readonly timeZone: string;
  };
  readonly role: Role;
  /** Of the roster, that an assistant or observer is for; undefined: all. */
  readonly sections: readonly string[] | undefined;
  /** May do everything in every course. */
  readonly admin?: boolean;
  /** Whose grades are its own: itself as a student, and its groups. */
  readonly participants: readonly number[];
}
