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

/** Whom of the people without a link a pusher may be, the likeliest first; at most three. Names prove nothing: a person decides. */
export function suggest(pusher: Pusher, free: readonly RosterEntry[]): Suggestion[] {
  const found = free.flatMap((entry) => {
    const reason = reasons(pusher, entry)[0];
    return reason ? [{ entry, ...reason }] : [];
  });
  const ranked = found.sort((a, b) => b.weight - a.weight || a.entry.name.localeCompare(b.entry.name));
  return ranked.slice(0, MOST).map(({ entry, because }) => ({ entry, because }));
}

interface Reason {
  readonly weight: number;
  readonly because: string;
}

function reasons({ logins, name }: Pusher, entry: RosterEntry): Reason[] {
  const found: Reason[] = [];
  const add = (holds: boolean, weight: number, because: string) => holds && found.push({ weight, because });
  const shown = name === undefined ? '' : squeezed(name);
  const parts = words(entry.name);
  add(shown !== '' && shown === squeezed(entry.name), 9, `calls itself ${name} at GitHub`);
  for (const login of logins) {
    const bare = squeezed(login);
    const local = squeezed(entry.email?.split('@')[0] ?? '');
    add(local.length > 2 && local === bare, 8, `${login} is the first part of the e-mail address`);
    add(
      entry.institutionId !== undefined && squeezed(entry.institutionId) === bare,
      8,
      `${login} is the institution id`,
    );
    add(spellings(parts).includes(bare), 7, `${login} is made of the name`);
    add(
      entry.login !== undefined && closest(login, [entry.login]) !== undefined,
      6,
      `${login} is nearly ${entry.login}`,
    );
    const held = parts.filter((part) => part.length > 3 && bare.includes(part));
    add(held.length > 0, 2 + held.length, `${login} contains ${held.join(' and ')}`);
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
