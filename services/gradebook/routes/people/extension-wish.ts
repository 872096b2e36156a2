import type { ExtensionWish, ForWhom, MoreTime } from '#services/classroom/decisions/extensions.ts';
import { differenceOf } from '#services/classroom/proposals/difference.ts';
import { preview } from '#services/classroom/proposals/preview.ts';
import { sectionsOf } from '#services/classroom/roster/load.ts';
import { instantOf } from '#services/classroom/rules/dates.ts';
import { type Database, many, type Queryable } from '#services/platform/database.ts';
import type { Choices, ExtensionForm } from '../../pages/people/extension-form.ts';
import type { MovedAssignment } from '../../pages/people/extension-preview.ts';

/** What a form asks for, or what is wrong with it. */
export function wishOf(form: ExtensionForm, timeZone: string): ExtensionWish | { readonly why: string } {
  const whom = whomOf(form.whom);
  if (!whom) return { why: 'Choose for whom it is.' };
  const reason = form.reason.trim();
  if (reason === '') return { why: 'Say why: it stands in the log, and its student reads it.' };
  const time = timeOf(form, timeZone);
  if ('why' in time) return time;
  return { whom, assignment: form.assignment || undefined, time, reason };
}

function whomOf(text: string): ForWhom | undefined {
  if (text === 'everybody') return text;
  if (text.startsWith('section:')) return { section: text.slice('section:'.length) };
  const id = /^participant:([1-9]\d{0,14})$/.exec(text)?.[1];
  return id === undefined ? undefined : { participantId: Number(id) };
}

function timeOf({ until, amount, unit }: ExtensionForm, timeZone: string): MoreTime | { readonly why: string } {
  if ((until === '') === (amount === '')) return { why: 'Say either until when, or by how much later.' };
  if (until !== '') {
    const instant = instantOf(until, timeZone);
    return typeof instant === 'string' ? { why: `The date ${instant}.` } : { until: instant };
  }
  if (!/^[1-9]\d{0,6}$/.test(amount)) return { why: 'How much later is a whole number.' };
  if (unit === 'days') return { days: Number(amount) };
  return { minutes: Number(amount) * (unit === 'hours' ? 60 : 1) };
}

/** What an extension of a course can be for. */
export async function choicesOf(db: Queryable, courseId: number): Promise<Choices> {
  const assignments = `select slug, title from assignment where course_id = $1 and not retired order by position, slug`;
  const participants = `select p.id, coalesce(e.name, p.name) as name, p.kind from participant p
    left join roster_entry e on e.participant_id = p.id where p.course_id = $1 order by kind desc, lower(coalesce(e.name, p.name)), p.id`;
  return {
    assignments: await many<Choices['assignments'][number]>(db, assignments, [courseId]),
    sections: await sectionsOf(db, courseId),
    participants: await many<Choices['participants'][number]>(db, participants, [courseId]),
  };
}

/** The assignments in which a decision moves a grade, and what it answered. Nothing is done. */
export async function movedBy<T>(
  database: Database,
  courseId: number,
  decide: (tx: Queryable) => Promise<T>,
): Promise<{ readonly result: T; readonly moved: readonly MovedAssignment[] }> {
  const { before, after, result } = await preview(database, courseId, decide);
  const all = after.assignments.map(({ id, slug, title }) => ({
    slug,
    title,
    difference: differenceOf(id, before, after),
  }));
  return { result, moved: all.filter(({ difference }) => difference.moved.length > 0) };
}
