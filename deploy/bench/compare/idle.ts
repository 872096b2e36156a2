import type { Assignment } from '#services/classroom/assignment/document.ts';
import { submissionOf } from '../load/assignments.ts';
import type { EngineMeter, EngineTime } from '../machine/engine.ts';
import type { Group } from '../machine/group.ts';
import type { Taken, Way } from '../ways/way.ts';

/** One submission by one way, with what the machine used for it. */
export interface Sample extends Taken {
  readonly assignment: string;
  readonly way: string;
  /** Of everything in its containers, by the kernel's accounting of control groups; undefined where that is unknown. */
  readonly groupSeconds: number | undefined;
  readonly engine: EngineTime;
  /** Of this process: for Pushmark, of the worker. */
  readonly nodeSeconds: number;
}

export interface Meters {
  readonly group: Group | undefined;
  readonly engine: EngineMeter;
}

/** Grades one submission while nothing else of ours works, and waits until all of it is over. */
export async function sample(way: Way, assignment: Assignment, n: number, meters: Meters): Promise<Sample> {
  const submission = submissionOf(assignment, n);
  const group = meters.group?.cpuSeconds();
  const node = process.cpuUsage();
  meters.engine.lap();
  const taken = await way.grade(assignment, submission);
  await way.settle();
  const { user, system } = process.cpuUsage(node);
  return {
    ...{ ...taken, assignment: assignment.document.slug, way: way.name },
    groupSeconds: group === undefined ? undefined : meters.group!.cpuSeconds() - group,
    engine: meters.engine.lap(),
    nodeSeconds: (user + system) / 1e6,
  };
}
