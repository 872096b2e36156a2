import type { Ending } from '#graders/steps/process.ts';

/** Where student code is built, and where it is executed: two sets of protections, see profiles.ts. */
export type Profile = 'compile' | 'run';

export interface SandboxLimits {
  /** From the start of the container to its end; then it is killed. */
  readonly wallMs: number;
  /** Of everything in the container together, files in its tmpfs included; no swap. */
  readonly memoryBytes: number;
  /** Whole or part of processors; more than the machine has means all of them. */
  readonly cpus: number;
  /** Processes and threads of the container together. */
  readonly processes: number;
  /** Of the answer, as it arrives. */
  readonly outputBytes: number;
}

/** What a container is made for; all of it is known before its job. */
export interface ContainerSpec {
  /** Image name or id. */
  readonly image: string;
  readonly profile: Profile;
  readonly limits: Pick<SandboxLimits, 'memoryBytes' | 'cpus' | 'processes'>;
}

export interface InputFile {
  readonly path: string;
  readonly content: Uint8Array;
}

/** One command is one container that never saw and never sees another. */
export interface Command {
  /** Image name or id. */
  readonly image: string;
  readonly profile: Profile;
  readonly limits: SandboxLimits;
  /** Sent as a tar stream on standard input, in this order; `cores` is its share of the machine when it is sent. */
  readonly input: Iterable<InputFile> | ((cores: number) => Iterable<InputFile>);
  /** It measures time: no other container of this process works meanwhile, see turns.ts, and it stays on its processors. */
  readonly alone?: boolean;
  /** Called for every entry of the answer as it arrives; `end.json` is the last. */
  readonly onEntry?: (path: string, content: Buffer) => void;
}

export interface Execution {
  /** Of the container's first process, from the kernel's view. */
  readonly ending: Ending;
  /** 128 + signal when it was killed. */
  readonly exitCode: number;
  /** What arrived whole, even when the container died. */
  readonly entries: ReadonlyMap<string, Buffer>;
  /** Of the first process, the first 64 KiB. */
  readonly stderr: string;
  /** From the call until it was its turn. */
  readonly waitedMs: number;
  /** From then until its container was there: next to nothing for one that was made ready in advance. */
  readonly startMs: number;
  /** From then to the end of the answer, or of the container. */
  readonly wallMs: number;
}

/** Throws InfrastructureError when the container could not do its work for reasons that are ours, and the signal's reason when aborted. */
export interface Sandbox {
  execute(command: Command, signal?: AbortSignal): Promise<Execution>;
}
