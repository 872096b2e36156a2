/** Parts of judgements that are the same whatever is checked. */
import type { Judgement } from '../check.ts';
import type { Ending } from '../steps/process.ts';

/** A judgement with nothing but its summary, one line for people, and what is proven. */
export function fromZero(summary: string, proven: Partial<Judgement> = {}): Judgement {
  return { credit: 0, summary, cases: [], findings: [], tampering: [], evidence: {}, ...proven };
}

/** How a program ended, where that explains something. */
export function explained({ ending }: { readonly ending: Ending }): { readonly ending?: Ending } {
  return ending === 'exited' ? {} : { ending };
}
