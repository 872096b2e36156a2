/**
 * One command is one container: create, attach, start, send the job, read the answer, wait, look at how it ended,
 * remove. Every way out of here passes the removal; whatever Docker refuses is an InfrastructureError.
 */
import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { InfrastructureError } from '#services/platform/errors.ts';
import { type Answer, readAnswer } from './answer.ts';
import { endingOf } from './ending.ts';
import { sendInput } from './input.ts';
import { containerOptions } from './profiles.ts';
import type { Command, Execution, Sandbox } from './sandbox.ts';
import { KILL_GRACE_MS, type Stopper, stopper } from './stopper.ts';

export interface DockerSandboxOptions {
  /** Names this installation on its containers. */
  readonly owner: string;
  /** Processors of the Docker host; asking for more is an error there. */
  readonly processors: number;
}

export function dockerSandbox(docker: Docker, options: DockerSandboxOptions): Sandbox {
  return {
    async execute(command, signal) {
      signal?.throwIfAborted();
      const called = Date.now();
      const container = await create(docker, command, options);
      try {
        return await run(container, command, called, signal);
      } finally {
        await ours('remove a container', container.remove({ force: true, v: true }));
      }
    },
  };
}

function create(
  docker: Docker,
  command: Command,
  { owner, processors }: DockerSandboxOptions,
): Promise<Docker.Container> {
  const cpus = Math.min(command.limits.cpus, processors);
  const bounded = { ...command, limits: { ...command.limits, cpus } };
  return ours(`create a ${command.profile} container`, docker.createContainer(containerOptions(bounded, owner)));
}

async function run(
  container: Docker.Container,
  command: Command,
  called: number,
  signal?: AbortSignal,
): Promise<Execution> {
  const attach = { stream: true, hijack: true, stdin: true, stdout: true, stderr: true };
  const stream = (await ours('attach to a container', container.attach(attach))) as Duplex;
  // Who reads or writes hears of its errors; one that comes when nobody does must not end the process.
  stream.on('error', () => undefined);
  await ours('start a container', container.start());
  const started = Date.now();
  const stop = stopper(container, stream, command.limits.wallMs, signal);
  try {
    const [answer] = await Promise.all([read(stream, command, stop), sendInput(command.input, stream)]);
    const state = await finalState(container);
    signal?.throwIfAborted();
    const ending = endingOf(state, stop.reason());
    if (ending === 'exited') refuseJudgeFailure(state.exitCode, answer);
    const times = { startMs: started - called, wallMs: Date.now() - started };
    return { ending, exitCode: state.exitCode, entries: answer.entries, stderr: answer.stderr, ...times };
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

async function read(stream: Duplex, command: Command, stop: Stopper): Promise<Answer> {
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

async function ours<T>(what: string, request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    throw new InfrastructureError(`Docker could not ${what}: ${messageOf(error)}`, { cause: error });
  }
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim();
}
