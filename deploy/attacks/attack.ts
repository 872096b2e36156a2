/** One run of the attack runner: choose cases, try each in each way, look at the neighbours, show what came of it. */
import { type Assignments, readAssignments } from './corpus/assignments.ts';
import { type Attempt, attemptsOf } from './corpus/choose.ts';
import { type Case, readCorpus } from './corpus/read.ts';
import { inLanes } from './lanes.ts';
import { drawnWith, type Options, type Way } from './options.ts';
import { verdictOn } from './verdict.ts';
import { openField } from './ways/field.ts';
import type { Ground } from './ways/grading.ts';
import { type OpenGround, openGround } from './ways/ground.ts';
import { neighbours } from './ways/neighbours.ts';
import type { Outcome } from './ways/outcome.ts';
import { tryCase } from './ways/try.ts';
import { freeBytes, tooMuch, type Used, usedSince } from './ways/used.ts';

/** A case with what came of it in one way. */
export interface Tried {
  readonly case: Case;
  readonly way: Way;
  readonly outcome?: Outcome;
  /** Why it could not be tried. */
  readonly pending?: string;
  /** What is wrong, apart from what is known to be open. */
  readonly problems: readonly string[];
  /** Why this way lets something through that it did let through. */
  readonly open?: string;
}

export interface Battle {
  readonly tried: readonly Tried[];
  /** What is wrong with those who came behind, and with what is left on the machine. */
  readonly aftermath: readonly string[];
  readonly seconds: number;
  readonly used: Used;
  /** The options that draw the same cases again, where they were drawn. */
  readonly drawnWith?: string | undefined;
}

/** Class by class; after each, honest neighbours are graded. */
export async function battle(options: Options, onTried: (tried: Tried) => void, signal: AbortSignal): Promise<Battle> {
  const begin = performance.now();
  const assignments = await readAssignments();
  const attempts = attemptsOf(await readCorpus(), options, assignments);
  const ground = await openGround(assignments, signal);
  const before = await freeBytes(ground);
  const tried: Tried[] = [];
  const aftermath: string[] = [];
  const note = (one: Tried) => {
    tried.push(one);
    onTried(one);
  };
  try {
    try {
      for (const [name, list] of Map.groupBy(attempts, ({ one }) => one.class)) {
        await tryClass(list, { assignments, ground, options, note });
        for (const words of await neighbours(assignments, ground)) aftermath.push(`after ${name}: ${words}`);
      }
    } catch (error) {
      // What was tried until then is shown.
      if (!signal.aborted) throw error;
      aftermath.push(`interrupted in ${tried.at(-1)?.case.class}: later classes were not tried`);
    }
    aftermath.push(...(await leftBehind(ground)));
    const used = await usedSince(ground, before);
    aftermath.push(...tooMuch(used));
    const seconds = Math.round((performance.now() - begin) / 1000);
    return { tried, aftermath, used, seconds, drawnWith: drawnWith(options) };
  } finally {
    await ground.close();
  }
}

interface Campaign {
  readonly assignments: Assignments;
  readonly ground: Ground;
  readonly options: Options;
  note(tried: Tried): void;
}

async function tryClass(attempts: readonly Attempt[], { assignments, ground, options, note }: Campaign): Promise<void> {
  const field = openField(assignments, ground);
  try {
    await inLanes(attempts, options.lanes, async ({ one, way }) => {
      const outcome = await tryCase(one, { ...field, ground: { ...ground, shared: way === 'shared' } });
      note(
        typeof outcome === 'string'
          ? { case: one, way, pending: outcome, problems: [] }
          : { case: one, way, outcome, ...verdictOn(one, outcome, way === 'shared') },
      );
    });
  } finally {
    await field.close();
  }
}

async function leftBehind(ground: OpenGround): Promise<string[]> {
  const containers = await ground.left();
  return containers > 0 ? [`${containers} containers are left`] : [];
}
