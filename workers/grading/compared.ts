/** What two ways of judging the same solution say of each test, side by side. */
import type { Outcomes, Subject } from '#graders/check.ts';
import { topLevel } from '#graders/go/places.ts';
import { type Proof, prove } from '#graders/go/proof.ts';
import { type Manner, testsSteps } from '#graders/go/selection.ts';
import { oneLine } from '#graders/go/text.ts';
import type { ProcessOutcome } from '#graders/steps/process.ts';

/** One top-level test, judged both ways. */
export interface Compared {
  readonly dir: string;
  readonly test: string;
  /** How the ways differ, in words; undefined when they do not. */
  readonly difference: string | undefined;
  /** CPU time of running it once without the race detector, in milliseconds. */
  readonly cpuMs: Sides;
}

export interface Sides {
  readonly shared: number;
  readonly sealed: number;
}

export type Subjects = Readonly<Record<keyof Sides, Subject>>;

/** Whether one way at least had a program to run. */
export function isBuiltOnce(subjects: Subjects, manner: Manner, outcomes: Outcomes): boolean {
  const all = Object.values(subjects).flatMap((one) => prove(one, testsSteps(one, {}, manner), {}, outcomes));
  return all.some(({ unbuilt }) => unbuilt === undefined);
}

function proofs(subject: Subject, manner: Manner, outcomes: Outcomes): ReadonlyMap<string, readonly Proof[]> {
  const all = prove(subject, testsSteps(subject, {}, manner), {}, outcomes).flatMap((one) => one.proofs);
  return Map.groupBy(all, ({ dir, test }) => `${dir}\n${topLevel(test)}`);
}

/** Verdicts and costs of every test that both ways were asked for. */
export function compared(subjects: Subjects, manner: Manner, outcomes: Outcomes): Compared[] {
  const shared = proofs(subjects.shared, manner, outcomes);
  const sealed = proofs(subjects.sealed, manner, outcomes);
  return [...shared].map(([name, linked]) => {
    const [dir = '', test = ''] = name.split('\n');
    const other = sealed.get(name) ?? [];
    const difference = differenceOf(linked, other, manner);
    return { dir, test, difference, cpuMs: { shared: cpuOf(linked), sealed: cpuOf(other) } };
  });
}

/** A pass in one way only, of any case, or a race that only one way has seen. */
export function differenceOf(linked: readonly Proof[], sealed: readonly Proof[], manner: Manner): string | undefined {
  const where = manner.race ? ' under the race detector' : '';
  for (const one of linked) {
    const other = sealed.find(({ test }) => test === one.test);
    if (isPass(one) === (other !== undefined && isPass(other))) continue;
    const words = isPass(one)
      ? `passes linked, not sealed (${oneLine(other?.cause ?? '', 160)})`
      : `passes sealed, not linked (${oneLine(one.cause, 160)})`;
    return `${one.test} ${words}${where}`;
  }
  return undefined;
}

function isPass({ verdict, processes }: Proof): boolean {
  return verdict === 'pass' && processes.every(({ race }) => race === '');
}

function cpuOf(all: readonly Proof[]): number {
  return processCost([...new Set(all.flatMap((one) => one.processes))]);
}

function processCost(processes: readonly ProcessOutcome[]): number {
  return processes.reduce((sum, one) => sum + one.cpuMs + (one.servant?.cpuMs ?? 0), 0);
}
