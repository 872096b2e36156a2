/** What a file of people would change on a roster. Pure: the same plan is shown first and applied afterwards. */
import type { Problem } from '#services/platform/errors.ts';
import { asList, namesIn } from './clean.ts';
import { COLUMN, FIELDS, type Field, type RosterEntry, type RosterFile, type RosterLine } from './person.ts';

/** Somebody who is known already and whom the file tells differently. */
export interface ChangedPerson {
  readonly entry: RosterEntry;
  readonly line: RosterLine;
  readonly changes: readonly { readonly field: Field; readonly before: string | undefined; readonly after: string }[];
  /** Had left, and is in the file again. */
  readonly back: boolean;
}

export interface RosterPlan {
  readonly added: readonly RosterLine[];
  readonly changed: readonly ChangedPerson[];
  readonly unchanged: readonly { readonly entry: RosterEntry; readonly line: RosterLine }[];
  /** On the roster, and not in the file. */
  readonly missing: readonly RosterEntry[];
  /** Those of them that are marked as left: all, or nobody. */
  readonly left: readonly RosterEntry[];
}

export interface PlanOptions {
  /** The file is the whole roster: who is missing has left. */
  readonly replace?: boolean;
}

/**
 * Compares a file with a roster. People are the same by institution id, else by e-mail, else by login, and else by a
 * name that nobody else has. An empty cell changes nothing. Problems are lines that contradict the roster.
 */
export function planRoster(
  roster: readonly RosterEntry[],
  file: RosterFile,
  { replace = false }: PlanOptions = {},
): { plan: RosterPlan; problems: Problem[] } {
  const find = finder(roster, file.people);
  const problems: Problem[] = [];
  const matched = new Map<RosterEntry, RosterLine>();
  const added: RosterLine[] = [];
  for (const line of file.people) {
    const found = find(line);
    if (typeof found === 'string') problems.push(problem(file, line, 'name', found));
    else if (!found) added.push(line);
    else if (matched.has(found)) problems.push(problem(file, line, 'name', sameAgain(found, matched.get(found)!)));
    else matched.set(found, line);
  }
  const pairs = [...matched].map(([entry, line]) => ({ entry, line, ...difference(entry, line) }));
  const missing = roster.filter((entry) => !matched.has(entry) && !entry.left);
  const plan = {
    added,
    changed: pairs.filter(({ changes, back }) => changes.length > 0 || back),
    unchanged: pairs.filter(({ changes, back }) => changes.length === 0 && !back),
    missing,
    left: replace ? missing : [],
  };
  return { plan, problems };
}

function difference(entry: RosterEntry, line: RosterLine): Pick<ChangedPerson, 'changes' | 'back'> {
  const changes = FIELDS.flatMap((field) => {
    const [before, after] = [entry[field], field === 'group' ? groupsAfter(entry, line) : line[field]];
    return after === undefined || after === before ? [] : [{ field, before, after }];
  });
  return { changes, back: entry.left };
}

/** Work that was begun stays a group's, and so do its members. */
function groupsAfter({ begun = [] }: RosterEntry, { group }: RosterLine): string | undefined {
  return group === undefined ? undefined : asList([...begun, ...namesIn(group)]);
}

/** Whom of the roster a line means; a string says why that cannot be told. */
function finder(roster: readonly RosterEntry[], lines: readonly RosterLine[]) {
  const keys = ['institutionId', 'email', 'login'] as const;
  const index = new Map(keys.map((key) => [key, byKey(roster, (entry) => entry[key])]));
  const names = byKey(roster, (entry) => entry.name);
  const linesOf = byKey(lines, (line) => line.name);
  return (line: RosterLine): RosterEntry | string | undefined => {
    const found = keys.flatMap((key) => {
      const entry = index.get(key)!.get(line[key]?.toLowerCase() ?? '')?.[0];
      return entry ? [{ key, entry }] : [];
    });
    const [first] = found;
    const other = found.find(({ entry }) => entry !== first?.entry);
    if (first && other) return contradiction(first, other);
    if (first) return first.entry;
    const named = (names.get(line.name.toLowerCase()) ?? []).filter((entry) => agrees(entry, line));
    const alone = linesOf.get(line.name.toLowerCase())?.length === 1;
    return named.length === 1 && alone ? named[0] : undefined;
  };
}

/** By its name alone somebody is meant only where nothing else tells them apart. */
function agrees(entry: RosterEntry, line: RosterLine): boolean {
  return (['institutionId', 'email', 'login'] as const).every((key) => {
    return entry[key] === undefined || line[key] === undefined || entry[key].toLowerCase() === line[key].toLowerCase();
  });
}

function byKey<T>(people: readonly T[], key: (one: T) => string | undefined): Map<string, T[]> {
  const known = people.filter((one) => key(one) !== undefined);
  return Map.groupBy(known, (one) => key(one)!.toLowerCase());
}

interface Found {
  readonly key: Field;
  readonly entry: RosterEntry;
}

function contradiction(one: Found, other: Found): string {
  const said = ({ key, entry }: Found) => `the ${COLUMN[key]} of ${entry.name}`;
  return `has ${said(one)} and ${said(other)}: two people of the roster; correct one of the two`;
}

function sameAgain(entry: RosterEntry, first: RosterLine): string {
  return `means ${entry.name}, as line ${first.line} does; keep one of the two lines`;
}

function problem(file: RosterFile, line: RosterLine, field: Field, message: string): Problem {
  return { file: file.file, line: line.line, column: file.columns[field] ?? 1, field: COLUMN[field], message };
}
