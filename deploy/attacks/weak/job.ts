/** Changes of a job on its way to the judge, and of the answer on its way back. */
import { POLICY_VERSION } from '#graders/policy.ts';
import type { InputFile } from '#workers/sandbox/sandbox.ts';

export interface Job {
  readonly limits: Readonly<Record<string, number>>;
  readonly canaries?: Readonly<Record<string, string>>;
  readonly steps: readonly (Readonly<Record<string, unknown>> & { readonly id: string; readonly kind: string })[];
}

export function jobOf(input: readonly InputFile[]): Job {
  const file = input.find(({ path }) => path === 'job.json');
  return JSON.parse(Buffer.from(file!.content).toString()) as Job;
}

export function withJob(input: readonly InputFile[], job: Job): InputFile[] {
  const content = Buffer.from(JSON.stringify(job));
  return input.map((file) => (file.path === 'job.json' ? { ...file, content } : file));
}

export function withoutPolicy(job: Job): Job {
  return { ...job, steps: job.steps.filter(({ kind }) => kind !== 'policy') };
}

/** A run plants none, so none is found. */
export function withoutCanaries(job: Job): Job {
  return { ...job, canaries: {} };
}

/** The answer with a policy that found nothing. */
export function withPolicyPassed(entries: ReadonlyMap<string, Buffer>, job: Job): ReadonlyMap<string, Buffer> {
  const all = new Map(entries);
  const policy = { version: POLICY_VERSION, refusals: [], more: 0, unread: [] };
  const times = { wallMs: 0, cpuMs: 0, peakBytes: 0 };
  for (const { id } of job.steps.filter(({ kind }) => kind === 'policy')) {
    const outcome = { id, ending: 'exited', exitCode: 0, stdout: '', stderr: '', truncated: false, ...times, policy };
    all.set(`steps/${id}.json`, Buffer.from(JSON.stringify(outcome)));
  }
  return all;
}

/** The answer as of a judge that never looks at the clock of a benchmark's process from outside. */
export function withoutClock(entries: ReadonlyMap<string, Buffer>): ReadonlyMap<string, Buffer> {
  const times = new Set(['wallMs', 'cpuMs']);
  const blind = (text: string) =>
    JSON.stringify(JSON.parse(text, (key, value) => (times.has(key) ? undefined : value)));
  const changed = [...entries].map(([path, content]) =>
    path.startsWith('steps/') ? ([path, Buffer.from(blind(content.toString()))] as const) : ([path, content] as const),
  );
  return new Map(changed);
}

/** The lab's bounds: enough for a bomb to go off, and for the machine to stand. */
const WIDE = { testMs: 20_000, hungMs: 20_000, runMs: 60_000, timeoutMs: 60_000, outputBytes: 64 * 2 ** 20 };

export function wideLimits(job: Job): Job {
  const steps = job.steps.map((step) => ({ ...step, ...within(step) }));
  return { ...job, limits: { memoryBytes: 1024 * 2 ** 20, processes: 2000, outputBytes: WIDE.outputBytes }, steps };
}

function within(step: Readonly<Record<string, unknown>>): Record<string, number> {
  return Object.fromEntries(Object.entries(WIDE).filter(([name]) => name in step));
}
