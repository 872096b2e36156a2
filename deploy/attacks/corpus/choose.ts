import { createHash } from 'node:crypto';
import { type Options, WAYS, type Way } from '../options.ts';
import { type Assignments, assignmentOf } from './assignments.ts';
import { type Case, CONTROLS, kindOf } from './read.ts';

/** The cases that are asked for. */
export function chosen(
  corpus: readonly Case[],
  options: Pick<Options, 'classes' | 'cases' | 'sample' | 'seed'>,
): readonly Case[] {
  const { classes, cases, sample, seed } = options;
  if (classes.length > 0 || cases.length > 0) {
    return corpus.filter(
      (one) => classes.some((name) => one.class.includes(name)) || cases.some((id) => one.name.startsWith(id)),
    );
  }
  return sample === undefined ? corpus : drawn(corpus, sample, seed);
}

/** A case in one way. */
export interface Attempt {
  readonly one: Case;
  readonly way: Way;
}

/** What is asked for: the chosen cases in the chosen ways, then those drawn for each other way. */
export function attemptsOf(corpus: readonly Case[], options: Options, assignments: Assignments): readonly Attempt[] {
  const cases = chosen(corpus, options);
  const chosenWays = options.ways.flatMap((way) => appliesTo(cases, way, assignments));
  if (options.others === 0) return chosenWays;
  const otherWays = WAYS.filter((way) => !options.ways.includes(way)).flatMap((way) => {
    const able = appliesTo(corpus, way, assignments).map(({ one }) => one);
    return drawn(able, options.others, options.seed).map((one) => ({ one, way }));
  });
  return [...chosenWays, ...otherWays];
}

/** Only what can be linked has two ways. */
function appliesTo(cases: readonly Case[], way: Way, assignments: Assignments): Attempt[] {
  const isLinkable = (one: Case) =>
    kindOf(one) === 'submission' && assignmentOf(one, assignments).document.judging !== 'outside';
  return cases.filter((one) => way === 'auto' || isLinkable(one)).map((one) => ({ one, way }));
}

/** A sample with every class in it, the same for the same seed; controls come on top, a third as many. */
export function drawn(corpus: readonly Case[], size: number, seed: string): readonly Case[] {
  const shuffled = corpus.toSorted((a, b) => (ranked(a, seed) < ranked(b, seed) ? -1 : 1));
  const attacks = shuffled.filter((one) => one.class !== CONTROLS);
  const byClass = [...Map.groupBy(attacks, (one) => one.class).values()];
  const turns = Array.from({ length: Math.max(...byClass.map((list) => list.length)) }, (_, i) =>
    byClass.flatMap((list) => list[i] ?? []),
  );
  const controls = shuffled.filter((one) => one.class === CONTROLS).slice(0, Math.ceil(size / 3));
  const picked = new Set([...turns.flat().slice(0, size), ...controls]);
  return corpus.filter((one) => picked.has(one));
}

function ranked({ name }: Case, seed: string): string {
  return createHash('sha256').update(`${seed} ${name}`).digest('hex');
}
