import type { FullClassroom } from './classroom.ts';
import { INVITE } from './people.ts';
import { fileOf } from './results.ts';

/** What stands for a parameter; several: each is looked at. */
type Values = Readonly<Record<string, readonly (string | number)[]>>;

/** Routes whose parameters mean something else than the same words do elsewhere, or that are asked with a query, too. */
function special(text: string, { run, sha }: FullClassroom): Readonly<Record<string, readonly string[]>> {
  // As much of it as a search takes.
  const searched = encodeURIComponent(text.slice(0, 60).toWellFormed());
  return {
    '/a/:course/:assignment': ['/a/go/one', '/a/go/team'],
    '/api/submissions': [`?repository=1&sha=${sha}`],
    '/setup/claim': ['?claim=x'],
    '/courses/:slug': ['', `?search=${searched}&sort=one`],
    '/courses/:slug/roster': ['', `?search=${searched}`],
    '/courses/:slug/log': ['', '?before=1'],
    '/submissions/:id/code': [`?file=${encodeURIComponent(fileOf(text))}&line=1`],
    '/submissions/:id': ['', `?run=${run}`],
  };
}

/**
 * Addresses of a route in the full classroom: at least one for each. Throws where a parameter is new; say then what
 * stands for it.
 */
export function addressesOf(url: string, text: string, room: FullClassroom): string[] {
  const values: Values = {
    ...{ slug: ['go'], assignment: ['one'], id: [room.submission], other: [room.before] },
    ...{ participant: [room.student], person: [1, 2], proposal: [1, 2, 3], token: [INVITE], extension: [1] },
    format: ['grades.csv', 'grades.json', 'canvas.csv', 'moodle.csv'],
  };
  const more = special(text, room)[url] ?? [''];
  if (more[0]?.startsWith('/')) return [...more];
  return filled(url, values).flatMap((path) => more.map((query) => path + query));
}

function filled(url: string, values: Values): string[] {
  const [, parameter] = /:(\w+)/.exec(url) ?? [];
  if (parameter === undefined) return [url];
  const known = values[parameter];
  if (!known) throw new Error(`say what stands for :${parameter} of ${url} in the full classroom`);
  return known.flatMap((value) => filled(url.replace(`:${parameter}`, String(value)), values));
}
