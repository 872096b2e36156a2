import type { Visibility } from '#graders/check.ts';
import type { Deadline } from './grade.ts';

export interface Look {
  /** From when `after-due` is open for this participant (`detailsFrom`); undefined: never. */
  readonly due: Date | undefined;
  readonly now: Date;
  /** Staff sees everything. */
  readonly viewer: 'participant' | 'staff';
}

/** What a visibility means just now: `visible` is shown, the others are not. */
export function visibilityOf(visibility: Visibility, { due, now, viewer }: Look): Visibility {
  if (viewer === 'staff') return 'visible';
  return visibility === 'after-due' && due !== undefined && now >= due ? 'visible' : visibility;
}

/**
 * From when `after-due` is open for a participant. Not before nobody can hand in for it any more: details that one may
 * read are told to friends. So it is the latest of its own and everybody's due date with grace, and where late work
 * counts up to a cut-off, of the cut-offs. A class that should not wait for one long extension sets the criterion to
 * `visible`; that is applied at once. Undefined without a due date.
 *
 * @param own the participant's
 * @param others those of every extension of the assignment
 */
export function detailsFrom(own: Deadline, others: readonly Deadline[]): Date | undefined {
  const ends = [own, ...others].flatMap(({ lateFrom, cutoff }) => cutoff ?? lateFrom ?? []);
  return ends.reduce<Date | undefined>((latest, end) => (latest && latest >= end ? latest : end), undefined);
}
