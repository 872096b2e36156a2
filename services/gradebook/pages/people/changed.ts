import { type HtmlSafeString, html } from '@prairielearn/html';
import { visible } from '#services/platform/text.ts';
import { time } from '../words.ts';

/** Fields shown of one decision; the rest is counted. */
const MOST = 12;

/** As JSON has it. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** What a decision changed, field by field, instants in the time zone; what stayed the same is left out. */
export function changed(before: unknown, after: unknown, timeZone: string): HtmlSafeString {
  const [was, is] = [fieldsOf(before, timeZone), fieldsOf(after, timeZone)];
  const names = [...new Set([...was.keys(), ...is.keys()])].filter((name) => was.get(name) !== is.get(name));
  const more = names.length - MOST;
  return html`${names.slice(0, MOST).map((name) => field(name, was.get(name), is.get(name)))}${more > 0 ? html`<small>and ${more} more</small>` : ''}`;
}

function field(name: string, was: string | undefined, is: string | undefined): HtmlSafeString {
  return html`<span class="change">${name ? html`${visible(name, 60)}: ` : ''}${was === undefined ? '' : html`<del>${visible(was, 200)}</del>`}${
    was !== undefined && is !== undefined ? ' → ' : ''
  }${is === undefined ? '' : html`<ins>${visible(is, 200)}</ins>`}</span> `;
}

/** Every value with its path: `late.cap`, `changed.0.name`. */
function fieldsOf(value: unknown, timeZone: string, path = ''): Map<string, string> {
  if (value === null || value === undefined) return path === '' ? new Map() : new Map([[path, 'nothing']]);
  if (typeof value === 'string' && INSTANT.test(value)) return new Map([[path, time(new Date(value), timeZone)]]);
  if (typeof value !== 'object') return new Map([[path, String(value)]]);
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object'))
    return new Map([[path, value.join(', ') || 'none']]);
  const inner = Object.entries(value).flatMap(([key, one]) => [
    ...fieldsOf(one, timeZone, path === '' ? key : `${path}.${key}`),
  ]);
  return new Map(inner);
}
