/** What a course knows of somebody on its roster. */
export interface Person {
  /** As people call them. */
  readonly name: string;
  readonly email?: string | undefined;
  /** How the institution numbers or names them. */
  readonly institutionId?: string | undefined;
  /** At GitHub, lower case. */
  readonly login?: string | undefined;
  /** Section or tutorial of the roster. */
  readonly section?: string | undefined;
  /** Names of the groups that work together, sorted, with ", " between. */
  readonly group?: string | undefined;
}

/** The fields that a roster file may change. */
export const FIELDS = ['name', 'email', 'institutionId', 'login', 'section', 'group'] as const;

/** Those that say who somebody is, as a sheet of grades has them. */
export const PERSONAL = ['name', 'email', 'institutionId', 'login', 'section'] as const;

export type Field = (typeof FIELDS)[number];

/** How the own export heads its columns; people see them in messages, too. */
export const COLUMN: Readonly<Record<Field, string>> = {
  ...{ name: 'name', email: 'email', institutionId: 'institution_id', login: 'login', section: 'section' },
  group: 'group',
};

/** Who made a file of people. */
export type Origin = 'pushmark' | 'canvas' | 'moodle' | 'github-classroom' | 'classroom50' | 'other';

/** A person as a line of a file tells it. */
export interface RosterLine extends Person {
  /** From 1. */
  readonly line: number;
  /** GitHub's number of the account, where the file has it. */
  readonly githubId?: number | undefined;
}

/** A file of people, as read. */
export interface RosterFile {
  /** As people call it in problems. */
  readonly file: string;
  readonly origin: Origin;
  /** Fields that it can tell; of any other it says nothing. */
  readonly fields: readonly Field[];
  readonly people: readonly RosterLine[];
  /** Lines that name nobody, e.g. Canvas's points possible, in words. */
  readonly skipped: readonly string[];
  /** Which column tells a field, from 1, for problems found later. */
  readonly columns: Readonly<Partial<Record<Field, number>>>;
}

/** A person on the roster of a course. */
export interface RosterEntry extends Person {
  readonly id: number;
  /** Whose grades they are; undefined until linked. */
  readonly participantId: number | undefined;
  /** Those of the groups that have begun work: no file takes anybody out of them. */
  readonly begun?: readonly string[];
  /** Left the course; grades stay. */
  readonly left: boolean;
  /** Has an invite that waits. */
  readonly invited: boolean;
}

/** The fields of a person alone, those that are there. */
export function personOf(one: Person): Person {
  const there = FIELDS.filter((field) => one[field] !== undefined).map((field) => [field, one[field]]);
  return Object.fromEntries(there) as unknown as Person;
}
