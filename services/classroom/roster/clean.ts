import { groupName } from './groups.ts';
import type { Field } from './person.ts';

/** Characters at most. */
const MAX: Readonly<Record<Field, number>> = {
  name: 200,
  email: 254,
  institutionId: 100,
  login: 39,
  section: 100,
  group: 300,
};

/** Signs that are not seen, and change how what follows is read. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

/** A cell as kept: no control or other unseen signs, one form of each letter, single spaces. */
export function cleaned(cell: string): string {
  return cell
    .toWellFormed()
    .replace(/[\t\r\n]+/g, ' ')
    .replace(UNSEEN, '')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A field of a person as kept, or what is wrong with it and what would be right. An empty one is undefined. */
export function fieldOf(field: Field, cell: string): { value: string | undefined } | { wrong: string } {
  const value = cleaned(cell);
  if (value === '') return { value: undefined };
  if (value.length > MAX[field]) return { wrong: `has ${value.length} characters; at most ${MAX[field]} are kept` };
  if (field === 'email')
    return isEmail(value)
      ? { value }
      : { wrong: `${said(value)} is no e-mail address; e.g. ada@example.edu, or leave it empty` };
  if (field === 'group') return groups(value);
  return field === 'login' ? login(value) : { value };
}

/** Whether a text looks like an e-mail address; nothing is sent anywhere. */
export function isEmail(text: string): boolean {
  return /^[^\s@,;<>]+@[^\s@,;<>]+$/.test(text);
}

/** People paste `@ada` and addresses of profiles as well. */
function login(value: string): { value: string } | { wrong: string } {
  const name = value
    .replace(/^(https?:\/\/)?(www\.)?github\.com\//i, '')
    .replace(/^@/, '')
    .replace(/\/$/, '');
  if (/^[a-z0-9][a-z0-9_-]{0,38}$/i.test(name)) return { value: name.toLowerCase() };
  return { wrong: `${said(value)} is no GitHub login: letters, digits and hyphens; or leave it empty` };
}

/** Names of groups as they are, or as a group that is begun under such a name is called. */
function groups(value: string): { value: string } | { wrong: string } {
  const cells = value.split(/[,;]/).map((cell) => cell.trim().toLowerCase());
  const names = cells.filter(Boolean).map((cell) => (isGroupName(cell) ? cell : groupName(cell)));
  if (names.length > 0 && names.every((name) => name !== undefined)) return { value: asList(names) };
  return {
    wrong: `${said(value)} names no group: letters, digits and hyphens, at most 60 characters; or leave it empty`,
  };
}

/** As repositories may call one. */
export function isGroupName(text: string): boolean {
  return /^[a-z0-9_][a-z0-9._-]{0,99}$/.test(text);
}

/** Names of groups as a person of the roster has them. */
export function asList(names: Iterable<string>): string {
  return [...new Set(names)].sort().join(', ');
}

/** The names in such a list. */
export function namesIn(list: string | undefined): string[] {
  return list ? list.split(', ') : [];
}

function said(value: string): string {
  return `"${value.length > 60 ? `${value.slice(0, 60).toWellFormed()}…` : value}"`;
}
