import type { Work } from './work.ts';

/** How much of something is done. */
export interface Done {
  readonly done: number;
  readonly all: number;
}

/** How far somebody is. */
export interface Progress extends Done {
  /** Login; undefined: what is dealt to nobody. */
  readonly who: string | undefined;
  /** By the assignment's number, those that it has work of. */
  readonly by: ReadonlyMap<number, Done>;
}

/** How far each is to whom work is dealt, by login; what is dealt to nobody comes last. */
export function progressOf(work: readonly Work[]): Progress[] {
  const hands = [...Map.groupBy(work, ({ dealtTo }) => dealtTo)];
  return hands
    .map(([who, own]) => {
      const by = Map.groupBy(own, ({ assignment }) => assignment.id);
      return { who, ...doneOf(own), by: new Map([...by].map(([id, some]) => [id, doneOf(some)])) };
    })
    .sort(
      (a, b) => Number(a.who === undefined) - Number(b.who === undefined) || ((a.who ?? '') < (b.who ?? '') ? -1 : 1),
    );
}

export function doneOf(work: readonly Work[]): Done {
  return { done: work.filter(isMarked).length, all: work.length };
}

export function isMarked({ unmarked }: Work): boolean {
  return unmarked === 0;
}

/**
 * What somebody marks next: of what is dealt to them, else of what is dealt to nobody; in the order of the work, from the
 * submission `after` on and then from the start. Undefined: nothing is left for them.
 */
export function nextWork(work: readonly Work[], login: string, after?: number): Work | undefined {
  const at = work.findIndex(({ submissionId }) => submissionId === after);
  const turned = [...work.slice(at + 1), ...work.slice(0, Math.max(0, at))];
  const open = turned.filter((one) => !isMarked(one));
  return (
    open.find(({ dealtTo }) => dealtTo === login.toLowerCase()) ?? open.find(({ dealtTo }) => dealtTo === undefined)
  );
}
