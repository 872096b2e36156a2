/**
 * One command is one container: wait for a turn, take a container that was made ready in advance or make one, send the
 * job, read the answer, look at how it ended, remove. Every way out of here leads to the removal; it is waited for
 * unless the answer was complete. Whatever Docker refuses is an InfrastructureError.
 */
import type Docker from 'dockerode';
import { InfrastructureError } from '#services/platform/errors.ts';
import { type Answer, readAnswer } from './answer.ts';
import {
  coresFor,
  limitAnew,
  messageOf,
  type Opened,
  openContainer,
  ours,
  pinContainer,
  removeContainer,
} from './container.ts';
import { endingOf } from './ending.ts';
import { sendInput } from './input.ts';
import { openPool } from './pool.ts';
import type { Command, ContainerSpec, Execution, Sandbox } from './sandbox.ts';
import { KILL_GRACE_MS, type Stopper, stopper } from './stopper.ts';
import { openTurns, type Work } from './turns.ts';

export interface DockerSandboxOptions {
  /** Names this installation on its containers. */
  readonly owner: string;
  /** Processors of the Docker host; asking for more is an error there. */
  readonly processors: number;
  /** Containers that wait ready, per image; default 0: each is made when it is needed. */
  readonly pool?: number;
  /** Control group of all containers; default: Docker's own. */
  readonly parent?: string;
  /** The engine's runtime for all containers, e.g. `runsc`; default: its own. */
  readonly runtime?: string | undefined;
  /** Told what went wrong beside the way of a command: nothing was lost by it but time. */
  readonly onTrouble?: (error: InfrastructureError) => void;
}

export interface DockerSandbox extends Sandbox {
  /** Makes containers ready for commands like these. */
  warm(...specs: readonly ContainerSpec[]): Promise<void>;
  /** Containers that wait ready, and how many should: `pool` of each image that was warmed. */
  ready(): number;
  wanted(): number;
  /** Removes those, and resolves when nothing is left to be removed. What is executed meanwhile goes on. */
  close(): Promise<void>;
}

export function dockerSandbox(docker: Docker, options: DockerSandboxOptions): DockerSandbox {
  const { processors, pool: size = 0, onTrouble = () => undefined } = options;
  const turns = openTurns();
  const leaving = new Set<Promise<void>>();
  const discard = (opened: Opened) => {
    opened.stream.destroy();
    return removeContainer(opened.container);
  };
  const pool = openPool(
    { open: (spec) => openContainer(docker, spec, options), adapt: limitAnew, discard },
    { size, onTrouble },
  );

  function discardLater(opened: Opened): void {
    const removal = discard(opened)
      .catch(onTrouble)
      .finally(() => leaving.delete(removal));
    leaving.add(removal);
  }

  /** Making a container costs as much as a small compilation, so it has its turn like one. */
  async function fill(spec: ContainerSpec): Promise<void> {
    if (size === 0) return;
    const leave = await turns.enter('compile');
    await pool.fill(spec).finally(leave);
  }

  async function execute(command: Command, signal: AbortSignal | undefined, waitedMs: number): Promise<Execution> {
    const spec = specOf(command, processors);
    const began = Date.now();
    const opened = (await pool.take(spec)) ?? (await openContainer(docker, spec, options));
    const cores = command.alone ? coresFor(spec.limits.cpus, processors) : undefined;
    // An engine that may not use these, or cannot pin, measures as it did.
    if (cores) await pinContainer(opened, cores).catch(onTrouble);
    const startMs = Date.now() - began;
    const share = Math.max(1, Math.floor(processors / turns.busy()));
    let complete = false;
    try {
      const [execution, answer] = await run(opened, command, share, signal);
      complete = answer.complete;
      return { ...execution, waitedMs, startMs };
    } finally {
      if (complete) discardLater(opened);
      else await discard(opened);
    }
  }

  return {
    async execute(command, signal) {
      signal?.throwIfAborted();
      const called = Date.now();
      const leave = await turns.enter(workOf(command), signal);
      try {
        return await execute(command, signal, Date.now() - called);
      } finally {
        leave();
        void fill(specOf(command, processors));
      }
    },
    async warm(...specs) {
      await Promise.all(specs.map((spec) => fill(bounded(spec, processors))));
    },
    ready: pool.ready,
    wanted: pool.wanted,
    async close() {
      await pool.stop();
      while (leaving.size > 0) await Promise.all(leaving);
    },
  };
}

function workOf({ alone, profile }: Command): Work {
  return alone ? 'alone' : profile;
}

function specOf({ image, profile, limits }: Command, processors: number): ContainerSpec {
  const { memoryBytes, cpus, processes } = limits;
  return bounded({ image, profile, limits: { memoryBytes, cpus, processes } }, processors);
}

function bounded(spec: ContainerSpec, processors: number): ContainerSpec {
  return { ...spec, limits: { ...spec.limits, cpus: Math.min(spec.limits.cpus, processors) } };
}

type Ran = Omit<Execution, 'waitedMs' | 'startMs'>;

async function run(
  { container, stream }: Opened,
  command: Command,
  cores: number,
  signal?: AbortSignal,
): Promise<readonly [Ran, Answer]> {
  const started = Date.now();
  const stop = stopper(container, stream, command.limits.wallMs, signal);
  const input = typeof command.input === 'function' ? command.input(cores) : command.input;
  try {
    const [answer] = await Promise.all([read(stream, command, stop), sendInput(input, stream)]);
    // A judge that has said its last word is done, whatever becomes of its container.
    const state = answer.complete ? { exitCode: 0, oomKilled: false } : await finalState(container);
    signal?.throwIfAborted();
    const ending = endingOf(state, stop.reason());
    if (ending === 'exited') refuseJudgeFailure(state.exitCode, answer);
    const { entries, stderr } = answer;
    return [{ ending, exitCode: state.exitCode, entries, stderr, wallMs: Date.now() - started }, answer];
  } catch (error) {
    stream.destroy();
    signal?.throwIfAborted();
    throw error instanceof InfrastructureError
      ? error
      : new InfrastructureError(`the sandbox broke: ${messageOf(error)}`);
  } finally {
    stop.clear();
  }
}

async function read(stream: Opened['stream'], command: Command, stop: Stopper): Promise<Answer> {
  const answer = await readAnswer(stream, { outputBytes: command.limits.outputBytes, onEntry: command.onEntry });
  if (answer.overflow) await stop.now('output-limit');
  return answer;
}

async function finalState(container: Docker.Container): Promise<{ exitCode: number; oomKilled: boolean }> {
  await ours('wait for a container', container.wait({ abortSignal: AbortSignal.timeout(KILL_GRACE_MS) }));
  const { State } = await ours('inspect a container', container.inspect());
  return { exitCode: State.ExitCode, oomKilled: State.OOMKilled };
}

/** A death explains an answer that breaks off; an orderly end must have answered in full. */
function refuseJudgeFailure(exitCode: number, answer: Answer): void {
  const note = answer.stderr.trim().split('\n').at(-1) || 'no message';
  if (exitCode !== 0) throw new InfrastructureError(`the judge failed with exit code ${exitCode}: ${note}`);
  if (answer.damage) throw new InfrastructureError(`the judge's answer cannot be read: ${answer.damage}`);
}
