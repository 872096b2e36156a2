/**
 * `npm run bench`: the same submissions graded side by side, in one run: by bare `go`, by Pushmark with every protection,
 * with one cache that all can write, and, where asked for, with a cold container for each check.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import { readConfig } from '#services/platform/config.ts';
import { connectDocker, type Engine } from '#workers/sandbox/connect.ts';
import { resolveImages } from '#workers/sandbox/images.ts';
import { sweep, sweepDead } from '#workers/sandbox/sweep.ts';
import { type Meters, type Sample, sample } from './compare/idle.ts';
import { type Block, block } from './compare/saturated.ts';
import { showBusy, showIdle } from './compare/show.ts';
import { type BusyRow, busyRows, type IdleRow, idleRows } from './compare/summary.ts';
import { loadAssignment, submissionOf } from './load/assignments.ts';
import { meterEngine } from './machine/engine.ts';
import { type Group, openGroup } from './machine/group.ts';
import { type Machine, machineHere, showMachine } from './machine/here.ts';
import { openBound } from './ways/bound.ts';
import { openCold } from './ways/cold.ts';
import { openPushmark } from './ways/pushmark.ts';
import { openShared } from './ways/shared.ts';
import type { Way } from './ways/way.ts';

export interface CompareOptions {
  readonly assignments: readonly string[];
  /** Submissions of each assignment by each way, one at a time. */
  readonly rounds: number;
  /** Submissions of a saturated block, two blocks for each way; 0: none. */
  readonly block: number;
  /** Cold containers take minutes of processor time for each submission: the first assignment, so many times. */
  readonly cold: number;
  readonly onProgress: (words: string) => void;
  /** Ends it early, with what has been measured by then. */
  readonly signal: AbortSignal;
}

export interface Comparison {
  readonly machine: Machine;
  readonly ways: readonly Pick<Way, 'name' | 'words'>[];
  readonly idle: readonly IdleRow[];
  readonly busy: readonly BusyRow[];
  /** Not when it was interrupted. */
  readonly complete: boolean;
}

const OWNER = 'bench';

export async function compare(options: CompareOptions): Promise<Comparison> {
  const engine = await connectDocker();
  const machine = machineHere(engine.version);
  const name = `${OWNER}-${hostname()}-${process.pid}`;
  await sweepDead(engine.docker, OWNER, hostname());
  const group = openGroup(`pushmark-bench-${process.pid}`);
  const meter = meterEngine(rememberOurs(group));
  const data = await mkdtemp(join(tmpdir(), 'pushmark-bench-'));
  const opened: Way[] = [];
  try {
    if (!options.signal.aborted) await openWays(opened, { engine, name, data, parent: group?.parent });
    const assignments = await Promise.all(options.assignments.map(loadAssignment));
    return { machine, ways: opened, ...(await measure(opened, assignments, options, { group, engine: meter })) };
  } finally {
    meter.stop();
    for (const way of opened) await way.close();
    await sweep(engine.docker, name);
    group?.remove();
    await rm(data, { recursive: true, force: true });
  }
}

/** A container that has been removed was still ours. */
function rememberOurs(group: Group | undefined): (container: string) => boolean {
  const ours = new Set<string>();
  return (container) => {
    for (const one of group?.containers() ?? []) ours.add(one);
    return ours.has(container);
  };
}

interface Where {
  readonly engine: Engine;
  readonly name: string;
  readonly data: string;
  readonly parent: string | undefined;
}

/** Bound, Pushmark, shared cache, cold: in this order, and only the last is left out of what is repeated. */
async function openWays(opened: Way[], { engine, name, data, parent }: Where): Promise<void> {
  const images = await resolveImages(engine.docker, (await readConfig()).images);
  const where = ['--label', 'pushmark=1', '--label', `pushmark.owner=${name}`];
  const place = {
    image: images.compile,
    where: parent ? [...where, '--cgroup-parent', parent] : where,
    prefix: name,
  };
  opened.push(await openBound(place));
  opened.push(openPushmark({ engine, images, owner: name, lanes: engine.processors, data, parent }));
  opened.push(await openShared(place));
  opened.push(openCold(place));
}

/** What there is to do, in order; each piece says what it is. */
type Agenda = Iterable<readonly [words: string, work: () => Promise<unknown>]>;

async function measure(
  ways: readonly Way[],
  assignments: readonly Assignment[],
  options: CompareOptions,
  meters: Meters,
): Promise<Pick<Comparison, 'idle' | 'busy' | 'complete'>> {
  const samples: Sample[] = [];
  const blocks: Block[] = [];
  for (const [words, work] of agenda(ways, assignments, options, meters, { samples, blocks })) {
    if (options.signal.aborted) break;
    options.onProgress(words);
    await work();
  }
  const complete = !options.signal.aborted;
  return { idle: idleRows(samples, ways[0]?.name ?? ''), busy: busyRows(blocks), complete };
}

function* agenda(
  ways: readonly Way[],
  assignments: readonly Assignment[],
  { rounds, block: size, cold }: CompareOptions,
  meters: Meters,
  { samples, blocks }: { samples: Sample[]; blocks: Block[] },
): Agenda {
  let submissions = 0;
  const number = () => ++submissions;
  const repeated = ways.slice(0, -1);
  for (const assignment of assignments) {
    const { slug } = assignment.document;
    yield [`preparing ${slug}`, () => prepare(repeated, assignment, number)];
  }
  for (let round = 1; round <= rounds; round++) {
    for (const assignment of assignments) {
      for (const way of turned(repeated, round)) {
        const words = `round ${round} of ${rounds}: ${assignment.document.slug}, ${way.name}`;
        yield [words, async () => samples.push(await sample(way, assignment, number(), meters))];
      }
    }
  }
  for (let n = 1; n <= cold; n++) {
    const words = `cold container for each check, ${n} of ${cold}`;
    yield [words, async () => samples.push(await sample(ways.at(-1)!, assignments[0]!, number(), meters))];
  }
  for (let round = 1; size > 0 && round <= 2; round++) {
    for (const way of turned(repeated, round)) {
      const work = async () => blocks.push(await block(way, assignments, size, availableParallelism(), number));
      yield [`saturated, ${round} of 2: ${way.name}`, work];
    }
  }
}

/** What only the first submission after that pays for is nobody's measure. */
async function prepare(ways: readonly Way[], assignment: Assignment, number: () => number): Promise<void> {
  for (const way of ways) {
    await way.prepare(assignment, submissionOf(assignment, number()));
    await way.grade(assignment, submissionOf(assignment, number()));
    await way.settle();
  }
}

/** Another one begins each time. */
function turned<T>(list: readonly T[], by: number): readonly T[] {
  const at = by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}

export function showComparison({ machine, ways, idle, busy, complete }: Comparison): string {
  return [
    showMachine(machine),
    ...ways.map(({ name, words }) => `${name}: ${words}`),
    '',
    'One submission at a time. Processor seconds: of commands and programs (rusage), of all in the containers (job), of',
    'dockerd, containerd and shims (engine), of the worker (node). The goals: job ≤ 1.15, all ≤ 1.35 times the bound.',
    showIdle(idle),
    ...(busy.length > 0 ? ['', 'Always something to do in every lane, the assignments in turns:', showBusy(busy)] : []),
    ...(complete ? [] : ['Interrupted: this is not all that was asked for.']),
    '',
  ].join('\n');
}
