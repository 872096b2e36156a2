/**
 * What came out of programs is searched for the run's canaries before anybody judges or shows it. A process that let
 * one out proves nothing and says nothing: its texts are taken away, and the contradiction is noted.
 */
import type { BenchmarkPairs } from '#graders/steps/benchmarks.ts';
import type { ProcessOutcome, ServantOutcome } from '#graders/steps/process.ts';
import type { RunOutcome } from '#graders/steps/run.ts';
import type { RunAnswer } from '../answers.ts';
import { type Canaries, PLANTED } from './planted.ts';
import { canariesIn } from './search.ts';
import { type Unpacking, unpacking } from './unpacked.ts';

/** Stands where a text was taken away. */
export const WITHHELD = 'what was printed is not shown: it holds what belongs to the judge';

export function withheld(answer: RunAnswer, canaries: Canaries): RunAnswer {
  const budget = unpacking();
  const look: Look = (texts) => found(texts, canaries, budget);
  const outcomes = [...answer.outcomes].map(([id, outcome]) => [id, ofStep(outcome, look)] as const);
  return { ...answer, outcomes: new Map(outcomes) };
}

/** Answers the places of the canaries in texts, in words. */
type Look = (texts: readonly string[]) => string[];

function ofStep(outcome: RunOutcome, look: Look): RunOutcome {
  const { processes, files, pairs } = outcome;
  const collected = look(Object.values(files));
  const judged = processes.map((process) => ofProcess(process, look, collected));
  return {
    ...outcome,
    processes: judged,
    pairs: pairs.map((one) => ofPairs(one, look)),
    ...(collected.length > 0 ? { files: {} } : {}),
  };
}

function ofProcess(process: ProcessOutcome, look: Look, besides: readonly string[]): ProcessOutcome {
  const { servant, programs } = process;
  const places = [...new Set([...look(textsOf(process)), ...besides])];
  if (places.length === 0) return process;
  return {
    ...silent(process),
    race: process.race === '' ? '' : WITHHELD,
    records: process.records.map((one) => {
      const verdict = one.verdict === 'pass' ? 'fail' : one.verdict;
      return { ...one, verdict, log: WITHHELD };
    }),
    tampering: wordsOf(places),
    ...(servant ? { servant: silent(servant) } : {}),
    ...(programs ? { programs: programs.map(silent) } : {}),
  };
}

function ofPairs(pairs: BenchmarkPairs, look: Look): BenchmarkPairs {
  const places = look([pairs.problem, ...(pairs.tampering ?? [])]);
  if (places.length === 0) return pairs;
  return { ...pairs, problem: WITHHELD, tampering: wordsOf(places) };
}

function wordsOf(places: readonly string[]): string[] {
  return places.map((place) => `what came out of a process holds a value that stands only ${place}`);
}

function silent<T extends ServantOutcome>(process: T): T {
  return { ...process, stdout: '', stderr: '' };
}

function textsOf({ stdout, stderr, race, records, tampering, servant, programs = [] }: ProcessOutcome): string[] {
  const printed = [...(servant ? [servant] : []), ...programs].flatMap((one) => [one.stdout, one.stderr]);
  const recorded = records.flatMap(({ name, log }) => [name, log]);
  return [stdout, stderr, race, ...recorded, ...tampering, ...printed];
}

function found(texts: readonly string[], canaries: Canaries, budget: Unpacking): string[] {
  const names = Object.keys(PLANTED) as (keyof Canaries)[];
  const seen = new Set(texts.flatMap((text) => canariesIn(text, Object.values(canaries), budget)));
  return names.filter((name) => seen.has(canaries[name])).map((name) => PLANTED[name]);
}
