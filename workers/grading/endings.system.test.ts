import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { CompileStep } from '#graders/steps/compile.ts';
import type { ProcessOutcome } from '#graders/steps/process.ts';
import type { RunStep } from '#graders/steps/run.ts';
import { tree } from '#services/classroom/trees.ts';
import { readConfig } from '#services/platform/config.ts';
import { connectDocker } from '#workers/sandbox/connect.ts';
import { dockerSandbox } from '#workers/sandbox/docker.ts';
import { resolveImages } from '#workers/sandbox/images.ts';
import { compileAll, runAll, type Workshop } from './containers.ts';
import type { Trees } from './jobs.ts';
import { stepId } from './step-ids.ts';
import { assignmentOf } from './testing.ts';

const program: CompileStep = {
  kind: 'go',
  tree: 'own',
  args: ['build', '-o', '{out}', '.'],
  env: { CGO_ENABLED: '0' },
  artifact: true,
  timeoutMs: 60_000,
};
const acts = ['exit', 'signal', 'sleep', 'memory', 'output', 'processes', 'exit'] as const;
const steps = acts.map(
  (act, n): RunStep => ({
    ...{ kind: 'command', program, tree: 'own', dir: '.', args: [act, `${n}`], collect: [] },
    ...{ timeoutMs: act === 'sleep' ? 1500 : 20_000, outputBytes: 100_000 },
  }),
);
const limits = { ...assignmentOf({}).document.limits, memoryBytes: 96 * 1024 * 1024, processes: 40 };
const outcomes: ProcessOutcome[] = [];

beforeAll(async () => {
  const { docker, processors } = await connectDocker();
  const images = await resolveImages(docker, (await readConfig()).images);
  const sandbox = dockerSandbox(docker, { owner: `endings-test-${process.pid}`, processors });
  const shop: Workshop = { sandbox, images };
  const folder = join(import.meta.dirname, 'testdata/endings');
  const names = ['go.mod', 'main.go'];
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const));
  const own = tree(files);
  const trees: Trees = { own, judged: own, reference: own };
  const compiled = await compileAll(shop, new Map([[stepId(program), program]]), trees);
  const byId = new Map(steps.map((step) => [stepId(step), step]));
  const ran = await runAll(shop, byId, limits, { trees, programs: compiled.artifacts, seed: '1' });
  for (const id of byId.keys()) outcomes.push(...(ran?.outcomes.get(id)?.processes ?? []));
});

/** One container for all: what ends one process must not touch the next. */
it.each([
  [0, 'exited', 'leaves by itself', { exitCode: 3, stdout: 'done\n' }],
  [1, 'signalled', 'is killed by a signal', { signal: 'SIGTERM' }],
  [2, 'timed-out', 'does not end', {}],
  [3, 'out-of-memory', 'takes more memory than there is', {}],
  [4, 'output-limit', 'prints without end', { truncated: true }],
  [5, 'process-limit', 'starts processes without end', {}],
  [6, 'exited', 'comes after all of these', { exitCode: 3, stdout: 'done\n' }],
] as const)('process %d is %s: it %s', (n, ending, _, rest) => {
  expect(outcomes[n]).toMatchObject({ ending, ...rest });
});
