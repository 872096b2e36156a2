import type { Field } from './person.ts';

/** Characters at most. */
const MAX: Readonly<Record<Field, number>> = { name: 200, email: 254, institutionId: 100, login: 39, section: 100 };

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

function said(value: string): string {
  return `"${value.length > 60 ? `${value.slice(0, 60).toWellFormed()}…` : value}"`;
}
