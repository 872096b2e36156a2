import type { CompileOutcome, CompileStep } from '#graders/steps/compile.ts';
import type { Ending, ProcessOutcome } from '#graders/steps/process.ts';
import type { RunOutcome, RunStep } from '#graders/steps/run.ts';
import { InfrastructureError } from '#services/platform/errors.ts';
import type { Execution } from '#workers/sandbox/sandbox.ts';

/** What one container reported, by step id, and how it ended. */
export interface CompileAnswer {
  readonly outcomes: ReadonlyMap<string, CompileOutcome>;
  readonly artifacts: ReadonlyMap<string, Uint8Array>;
  readonly ending: Ending;
}

export interface RunAnswer {
  readonly outcomes: ReadonlyMap<string, RunOutcome>;
  readonly ending: Ending;
}

export function readCompileAnswer(execution: Execution, steps: ReadonlyMap<string, CompileStep>): CompileAnswer {
  const outcomes = stepsOf(execution) as ReadonlyMap<string, CompileOutcome>;
  refuseSilence(execution, steps, outcomes);
  return { outcomes, artifacts: below(execution, 'artifacts/'), ending: execution.ending };
}

/** Processes that had ended before a container died count, also when their step has no outcome of its own. */
export function readRunAnswer(execution: Execution, steps: ReadonlyMap<string, RunStep>): RunAnswer {
  const ended = stepsOf(execution) as ReadonlyMap<string, RunOutcome>;
  refuseSilence(execution, steps, ended);
  const processes = processesOf(execution);
  const outcomes = new Map<string, RunOutcome>();
  for (const [id, step] of steps) {
    const own = processes.get(id) ?? [];
    const outcome = ended.get(id);
    outcomes.set(id, outcome ? { ...outcome, processes: own } : brokenOff(id, step, own, execution.ending));
  }
  return { outcomes, ending: execution.ending };
}

/** Somebody else ended it, or it ended in order without a full answer: nothing is known about the student's code then. */
function refuseSilence(
  { ending, exitCode, entries }: Execution,
  steps: ReadonlyMap<string, unknown>,
  outcomes: ReadonlyMap<string, unknown>,
): void {
  if (ending === 'signalled')
    throw new InfrastructureError(`the judge was killed from outside (exit code ${exitCode})`);
  if (ending !== 'exited') return;
  const silent = [...steps.keys()].filter((id) => !outcomes.has(id));
  if (silent.length > 0) throw new InfrastructureError(`the judge said nothing about step ${silent[0]}`);
  if (!entries.has('end.json')) throw new InfrastructureError('the judge did not finish its answer');
}

function brokenOff(id: string, step: RunStep, processes: readonly ProcessOutcome[], ending: Ending): RunOutcome {
  const started = new Set(processes.map((p) => p.test));
  const asked = step.kind === 'tests' ? (step.tests ?? []) : [];
  const notRun = asked.filter((test) => !started.has(test));
  return { id, ending, processes, listed: [], notRun, cause: WORDS[ending], files: {}, pairs: [] };
}

/** Why nothing more came, for the person whose tests were not run. */
export const WORDS: Readonly<Record<Ending, string>> = {
  exited: 'it ended',
  signalled: 'it was killed',
  'timed-out': 'the time for all tests together was used up',
  'out-of-memory': 'the programs together used more memory than the assignment allows',
  'output-limit': 'the programs together printed more than the assignment allows',
  'process-limit': 'the programs together started more processes than the assignment allows',
  skipped: 'what it needs was not built',
};

function stepsOf(execution: Execution): ReadonlyMap<string, unknown> {
  const entries = [...below(execution, 'steps/')];
  return new Map(entries.map(([name, content]) => [name.replace(/\.json$/, ''), parse(name, content)]));
}

function processesOf(execution: Execution): ReadonlyMap<string, ProcessOutcome[]> {
  const numbered = [...below(execution, 'processes/')].map(([name, content]) => {
    const [id = '', n = ''] = name.replace(/\.json$/, '').split('/');
    return { id, n: Number(n), outcome: parse(name, content) as ProcessOutcome };
  });
  numbered.sort((a, b) => a.n - b.n);
  const byStep = Map.groupBy(numbered, ({ id }) => id);
  return new Map([...byStep].map(([id, rows]) => [id, rows.map(({ outcome }) => outcome)]));
}

function below(execution: Execution, prefix: string): ReadonlyMap<string, Buffer> {
  const found = [...execution.entries].filter(([path]) => path.startsWith(prefix));
  return new Map(found.map(([path, content]) => [path.slice(prefix.length), content]));
}

function parse(name: string, content: Buffer): unknown {
  try {
    return JSON.parse(content.toString());
  } catch (error) {
    throw new InfrastructureError(`the judge's ${name} is not JSON`, { cause: error });
  }
}
