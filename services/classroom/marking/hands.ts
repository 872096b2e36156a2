import { isForSections } from '../people/viewer.ts';

/** An assistant to whom work is dealt. */
export interface Hand {
  readonly login: string;
  /** Empty: all. */
  readonly sections: readonly string[];
  /** How much it has to do. */
  busy: number;
}

/** Who has the least to do of those who are for these sections; undefined: nobody is. */
export function leastBusy(hands: readonly Hand[], sections: readonly string[]): Hand | undefined {
  const able = hands.filter((hand) => isForSections(hand.sections.length > 0 ? hand.sections : undefined, sections));
  return able.toSorted((a, b) => a.busy - b.busy)[0];
}
