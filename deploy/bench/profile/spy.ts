import type { CompileOutcome } from '#graders/steps/compile.ts';
import type { ProcessOutcome } from '#graders/steps/process.ts';
import type { Command, Execution, InputFile, Sandbox } from '#workers/sandbox/sandbox.ts';

/** One thing that a container did, in milliseconds. */
export interface Part {
  /** `compile judged: go test -c -race … ./crawl`. */
  readonly name: string;
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** A sandbox that writes down what every step of every command took, and what the containers took besides. */
export function spyOn(sandbox: Sandbox, parts: Part[]): Sandbox {
  return {
    async execute(command, signal) {
      let job: Job = { steps: [] };
      const read = (files: Iterable<InputFile>) => {
        const list = [...files];
        job = JSON.parse(Buffer.from(list[0]!.content).toString()) as Job;
        return list;
      };
      const { input } = command;
      const spied: Command = { ...command, input: (cores) => read(typeof input === 'function' ? input(cores) : input) };
      const execution = await sandbox.execute(spied, signal);
      parts.push(...partsOf(command, job, execution));
      return execution;
    },
  };
}

interface Job {
  readonly steps: readonly SentStep[];
}

interface SentStep {
  readonly id: string;
  readonly kind: string;
  readonly tree: string;
  readonly args?: readonly string[];
  readonly dir?: string;
  readonly race?: boolean;
  readonly sealed?: unknown;
}

function partsOf({ profile, alone }: Command, job: Job, execution: Execution): Part[] {
  const container = `${profile}${alone ? ', alone' : ''}`;
  const steps = job.steps.map((step): Part => {
    const processes = processesOf(execution, step.id);
    const outcome = read<CompileOutcome>(execution, `steps/${step.id}.json`);
    const all = profile === 'compile' ? (outcome ? [outcome] : []) : processes;
    const count = profile === 'compile' || processes.length === 0 ? '' : ` (${processes.length} processes)`;
    return { name: `${container}: ${wordsOf(step)}${count}`, wallMs: sum(all, 'wallMs'), cpuMs: sum(all, 'cpuMs') };
  });
  const { waitedMs, startMs, wallMs } = execution;
  return [
    { name: `${container}: container until it had its job`, wallMs: waitedMs + startMs, cpuMs: Number.NaN },
    ...steps,
    { name: `${container}: from job to answer`, wallMs, cpuMs: Number.NaN },
  ];
}

function wordsOf({ kind, tree, args, dir, race, sealed }: SentStep): string {
  if (kind === 'go')
    return `${tree}: go ${(args ?? []).filter((arg) => !/^-(overlay|ldflags|vet|coverpkg)|^(-o|\{out\})/.test(arg)).join(' ')}`;
  const how = [race ? 'race' : '', sealed ? 'sealed' : ''].filter(Boolean).join(', ');
  return `${tree}: ${kind}${dir === undefined ? '' : ` ./${dir}`}${how && ` (${how})`}`;
}

function processesOf({ entries }: Execution, id: string): ProcessOutcome[] {
  return [...entries].flatMap(([path, content]) =>
    path.startsWith(`processes/${id}/`) ? [JSON.parse(content.toString()) as ProcessOutcome] : [],
  );
}

function read<T>({ entries }: Execution, path: string): T | undefined {
  const content = entries.get(path);
  return content && (JSON.parse(content.toString()) as T);
}

function sum<K extends 'wallMs' | 'cpuMs'>(all: readonly Readonly<Record<K, number>>[], key: K): number {
  return all.reduce((total, one) => total + one[key], 0);
}
