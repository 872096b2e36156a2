import { closest } from '#services/platform/yaml.ts';
import type { RosterEntry } from './person.ts';

/** Somebody who pushes and is not on the roster, as far as names tell. */
export interface Pusher {
  readonly logins: readonly string[];
  /** As GitHub shows it, once signed in. */
  readonly name?: string | undefined;
}

export interface Suggestion {
  readonly entry: RosterEntry;
  /** Why, in words. */
  readonly because: string;
}

const MOST = 3;

/** `suggester` for one pusher. */
export function suggest(pusher: Pusher, free: readonly RosterEntry[]): Suggestion[] {
  return suggester(free)(pusher);
}

/**
 * Tells whom of the people without a link a pusher may be, the likeliest first; at most three. Names prove nothing: a
 * person decides. People are prepared once, for many pushers.
 */
export function suggester(free: readonly RosterEntry[]): (pusher: Pusher) => Suggestion[] {
  const people = free.map(prepared);
  return (pusher) => {
    const shown = pusher.name === undefined ? '' : squeezed(pusher.name);
    const logins = pusher.logins.map((login) => ({ login, bare: squeezed(login) }));
    const found = people.flatMap((person) => {
      const reason = reasons({ ...pusher, shown, known: logins }, person)[0];
      return reason ? [{ entry: person.entry, ...reason }] : [];
    });
    const ranked = found.sort((a, b) => b.weight - a.weight || a.entry.name.localeCompare(b.entry.name));
    return ranked.slice(0, MOST).map(({ entry, because }) => ({ entry, because }));
  };
}

/** What of a person is compared with logins. */
interface Prepared {
  readonly entry: RosterEntry;
  readonly whole: string;
  /** First part of the e-mail address. */
  readonly local: string;
  readonly id: string | undefined;
  readonly spellings: ReadonlySet<string>;
  /** Parts of the name that are long enough to mean something. */
  readonly parts: readonly string[];
}

function prepared(entry: RosterEntry): Prepared {
  const parts = words(entry.name);
  return {
    entry,
    whole: squeezed(entry.name),
    local: squeezed(entry.email?.split('@')[0] ?? ''),
    id: entry.institutionId === undefined ? undefined : squeezed(entry.institutionId),
    spellings: new Set(spellings(parts)),
    parts: parts.filter((part) => part.length > 3),
  };
}

interface Reason {
  readonly weight: number;
  readonly because: string;
}

type Known = Pusher & {
  readonly shown: string;
  readonly known: readonly { readonly login: string; readonly bare: string }[];
};

function reasons(
  { name, shown, known }: Known,
  { entry, whole, local, id, spellings: made, parts }: Prepared,
): Reason[] {
  const found: Reason[] = [];
  const add = (holds: boolean, weight: number, because: () => string) =>
    holds && found.push({ weight, because: because() });
  add(shown !== '' && shown === whole, 9, () => `calls itself ${name} at GitHub`);
  for (const { login, bare } of known) {
    add(local.length > 2 && local === bare, 8, () => `${login} is the first part of the e-mail address`);
    add(id === bare, 8, () => `${login} is the institution id`);
    add(made.has(bare), 7, () => `${login} is made of the name`);
    add(
      entry.login !== undefined && closest(login, [entry.login]) !== undefined,
      6,
      () => `${login} is nearly ${entry.login}`,
    );
    const held = parts.filter((part) => bare.includes(part));
    add(held.length > 0, 2 + held.length, () => `${login} contains ${held.join(' and ')}`);
  }
  return found.sort((a, b) => b.weight - a.weight);
}

/** What people make logins of: adalovelace, lovelaceada, alovelace, lovelacea, adal. */
function spellings(parts: readonly string[]): string[] {
  const [first, last] = [parts[0], parts.at(-1)];
  if (!first || !last || first === last) return parts.length === 1 && first!.length > 2 ? [first!] : [];
  return [first + last, last + first, first[0] + last, last + first[0], first + last[0]];
}

function words(name: string): string[] {
  return name
    .split(/[\s,.'’-]+/)
    .map(squeezed)
    .filter(Boolean);
}

/** Letters and digits without their accents. */
function squeezed(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}
