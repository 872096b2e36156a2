/** Stand-ins for tests of this folder: an assignment of texts, a store in memory, a sandbox that answers by script. */
import { POLICY_VERSION } from '#graders/policy.ts';
import type { CompileOutcome } from '#graders/steps/compile.ts';
import type { ProcessOutcome, TestRecord } from '#graders/steps/process.ts';
import type { RunOutcome } from '#graders/steps/run.ts';
import { SEAL_VERSION, type SealArtifact } from '#graders/steps/seal.ts';
import type { Assignment, AssignmentDocument, Criterion } from '#services/classroom/assignment/document.ts';
import { readLock } from '#services/classroom/assignment/lock.ts';
import { outsidePackages } from '#services/classroom/assignment/outside.ts';
import { type Digest, digestOf, type Store, tree, treeDigest } from '#services/classroom/trees.ts';
import type { Command, Execution, Sandbox } from '#workers/sandbox/sandbox.ts';

const MiB = 1024 * 1024;

const document: AssignmentDocument = {
  slug: 'sample',
  title: 'Sample',
  module: undefined,
  summary: '',
  topics: [],
  go: '1.26',
  limits: {
    testMs: 10_000,
    runMs: 60_000,
    compileMs: 60_000,
    memoryBytes: 512 * MiB,
    processes: 64,
    outputBytes: 256 * 1024,
  },
  protected: [],
  allow: [],
  judging: 'auto',
  visibility: 'visible',
  rubric: [],
  wrong: [],
  right: [],
};

/** An assignment made of texts, for tests of what is done with a valid one. */
export function assignmentOf(texts: Record<string, string>, changes: Partial<AssignmentDocument> = {}): Assignment {
  const files = tree(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)] as const));
  const digest = treeDigest(files);
  const lock = readLock(files, digest, 'auto');
  return {
    document: { ...document, ...changes },
    files,
    bundle: digest,
    judging: digest,
    rules: digest,
    lock,
    outside: outsidePackages(files),
  };
}

export function criterion(name: string, check: string, rest: Partial<Criterion> = {}): Criterion {
  const base = { title: name, state: 'judged', points: 0, penalty: 0, gate: false, visibility: 'visible' } as const;
  return { ...base, name, check, options: {}, ...rest };
}

export function memoryStore(): Store & { readonly content: Map<string, Uint8Array> } {
  const content = new Map<string, Uint8Array>();
  const names = new Map<string, Digest>();
  return {
    content,
    put: async (bytes) => {
      const digest = digestOf(bytes);
      content.set(digest, bytes);
      return digest;
    },
    get: async (digest) => content.get(digest),
    link: async (name, digest) => void names.set(name, digest),
    resolve: async (name) => names.get(name),
  };
}

/** A step as it stands in job.json. */
export interface SentStep {
  readonly id: string;
  readonly kind: string;
  readonly tree: string;
  readonly args?: readonly string[];
  readonly tests?: readonly string[] | null;
  readonly artifact?: boolean;
  readonly program?: string;
  readonly sealed?: { readonly servant: string; readonly tree: string };
}

export interface Script {
  /** What comes out of a compile step; undefined: nothing arrived. Default: it succeeds. */
  readonly compile?: (step: SentStep) => Partial<CompileOutcome> | undefined;
  /** The processes of a run step. */
  readonly run?: (step: SentStep) => readonly Partial<ProcessOutcome>[];
  /** What an artifact holds; default: some bytes. */
  readonly artifact?: (step: SentStep) => Buffer | undefined;
  /** Changes to the whole execution; `dropped` says which entries do not arrive. */
  readonly end?: (command: Command) => Partial<Execution> & { readonly dropped?: RegExp };
}

/** What the generator makes of a package: the tests that can be sealed, and reasons for the others. */
export function sealedArtifact(
  dir: string,
  sealed: readonly string[],
  linked: Readonly<Record<string, string>> = {},
): Buffer {
  const reasons = Object.entries(linked).map(([test, construct]) => {
    return { test, way: 'shared', reason: { construct, file: `${dir}/hidden_test.go`, line: 9, advice: '' } } as const;
  });
  const artifact: SealArtifact = {
    decisions: {
      version: SEAL_VERSION,
      tests: [...sealed.map((test) => ({ test, way: 'sealed' as const })), ...reasons],
      remove: [`${dir}/${dir}.go`],
      build: './zz_servant',
      glue: [{ file: `${dir}/zz_seal.go`, line: 3, name: 'F', lacks: 'your package lacks F', differs: 'F differs' }],
    },
    stub: { [`${dir}/zz_stub.go`]: `package ${dir} // stub` },
    servant: { [`${dir}/zz_seal.go`]: `package ${dir} // glue`, 'zz_servant/main.go': 'package main' },
    linked: { [`${dir}/hidden_test.go`]: `package ${dir} // without what is sealed` },
  };
  return json(artifact);
}

export interface FakeSandbox extends Sandbox {
  readonly commands: Command[];
}

export function fakeSandbox(script: Script): FakeSandbox {
  const commands: Command[] = [];
  return {
    commands,
    async execute(command) {
      commands.push(command);
      const { dropped, ...end } = script.end?.(command) ?? {};
      const entries = [...answer(command, script)].filter(([path]) => !dropped?.test(path));
      for (const [path, content] of entries) command.onEntry?.(path, content);
      const times = { waitedMs: 0, startMs: 1, wallMs: 1 };
      return { ending: 'exited', exitCode: 0, entries: new Map(entries), stderr: '', ...times, ...end };
    },
  };
}

/** job.json of a command. */
export function jobOf(command: Command): { readonly mode: string; readonly seed?: string; readonly steps: SentStep[] } {
  const [first] = typeof command.input === 'function' ? command.input(1) : command.input;
  return JSON.parse(Buffer.from(first!.content).toString());
}

function* answer(command: Command, script: Script): Generator<[string, Buffer]> {
  const { mode, steps } = jobOf(command);
  for (const step of steps) yield* mode === 'compile' ? compiled(step, script) : ran(step, script);
  yield ['end.json', json({ ok: true })];
}

function* compiled(step: SentStep, script: Script): Generator<[string, Buffer]> {
  const scripted = script.compile ? script.compile(step) : {};
  if (!scripted) return;
  const stdout = step.args?.[0] === 'env' ? 'go1.26.11\n' : '';
  const base = { exitCode: 0, stdout, stderr: '', truncated: false, wallMs: 5, cpuMs: 7, peakBytes: 1 };
  const read = step.kind === 'policy' ? { policy: { version: POLICY_VERSION, refusals: [], more: 0, unread: [] } } : {};
  const outcome: CompileOutcome = { id: step.id, ending: 'exited', ...base, ...read, ...scripted };
  yield [`steps/${step.id}.json`, json(outcome)];
  const artifact = script.artifact?.(step) ?? Buffer.from(`program ${step.id}`);
  if (step.artifact && outcome.exitCode === 0) yield [`artifacts/${step.id}`, artifact];
}

function* ran(step: SentStep, script: Script): Generator<[string, Buffer]> {
  const processes = (script.run?.(step) ?? []).map(process);
  for (const [n, one] of processes.entries()) yield [`processes/${step.id}/${n}.json`, json(one)];
  const listed = processes.map(({ test }) => test);
  const outcome: Omit<RunOutcome, 'processes'> = {
    ...{ id: step.id, ending: 'exited', listed, notRun: [], cause: '', files: {}, pairs: [] },
  };
  yield [`steps/${step.id}.json`, json(outcome)];
}

function process(given: Partial<ProcessOutcome>): ProcessOutcome {
  return {
    ...{ test: '', procs: 0, ending: 'exited', exitCode: 0, signal: '', wallMs: 3, cpuMs: 2, peakBytes: 1, strays: 0 },
    ...{ stdout: '', stderr: '', truncated: false, records: [], completed: true, race: '', tampering: [] },
    ...given,
  };
}

/** A process whose test ended with a verdict. */
export function ended(test: string, verdict: TestRecord['verdict'], log = ''): Partial<ProcessOutcome> {
  const records = [{ name: test, verdict, repeat: 0, wallMs: 1, log }];
  return { test, exitCode: verdict === 'fail' ? 1 : 0, records };
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
