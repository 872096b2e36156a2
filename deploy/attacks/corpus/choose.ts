import { createHash } from 'node:crypto';
import type { Options } from '../options.ts';
import { type Case, CONTROLS } from './read.ts';

/** The cases that are asked for. */
export function chosen(
  corpus: readonly Case[],
  options: Pick<Options, 'all' | 'classes' | 'cases' | 'sample' | 'seed'>,
): readonly Case[] {
  const { all, classes, cases, sample, seed } = options;
  if (classes.length > 0 || cases.length > 0) {
    return corpus.filter(
      (one) => classes.some((name) => one.class.includes(name)) || cases.some((id) => one.name.startsWith(id)),
    );
  }
  return all ? corpus : drawn(corpus, sample, seed);
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
