/** One run of the attack runner: choose cases, try each, look at the neighbours, print what came of it. */
import { readAssignments } from './corpus/assignments.ts';
import { chosen } from './corpus/choose.ts';
import { type Case, readCorpus } from './corpus/read.ts';
import { inLanes } from './lanes.ts';
import type { Options } from './options.ts';
import { line } from './show/line.ts';
import { problemsOf } from './verdict.ts';
import { openField } from './ways/field.ts';
import { openGround } from './ways/ground.ts';
import type { Outcome } from './ways/outcome.ts';
import { tryCase } from './ways/try.ts';
import { tryNaively } from './ways/try-naive.ts';

/** A case with what came of it; `pending` says why it could not be tried. */
export interface Tried {
  readonly case: Case;
  readonly outcome?: Outcome;
  readonly pending?: string;
  readonly problems: readonly string[];
}

/** Answers whether every case holds. */
export async function attack(options: Options): Promise<boolean> {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new Error('interrupted')));
  const assignments = await readAssignments();
  const cases = chosen(await readCorpus(), options);
  const ground = await openGround(assignments, stop.signal);
  const field = openField(assignments, ground);
  const tried: Tried[] = [];
  try {
    await inLanes(cases, options.lanes, async (one) => {
      if (options.naive) {
        const naive = await tryNaively(one, assignments, ground);
        process.stderr.write(
          `${one.name.padEnd(36)} ${typeof naive === 'string' ? `- ${naive}` : `${naive.success.join(', ') || 'NOTHING'} (${naive.seconds} s)`}\n`,
        );
        return;
      }
      const outcome = await tryCase(one, field);
      const result: Tried =
        typeof outcome === 'string'
          ? { case: one, pending: outcome, problems: [] }
          : { case: one, outcome, problems: problemsOf(one, outcome) };
      tried.push(result);
      process.stderr.write(`${line(result)}\n`);
    });
  } finally {
    await field.close();
    await ground.close();
  }
  return tried.every(({ problems }) => problems.length === 0);
}
