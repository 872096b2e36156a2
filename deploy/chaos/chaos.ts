/** Pushes to many repositories while one thing after another breaks; afterwards nothing is lost, and nothing is twice. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { enrol, filesOf, type Pupil } from '#deploy/demo/testing/pupil.ts';
import { quiet, until } from '#deploy/demo/testing/waiting.ts';
import { leftOver, type Pushed, wrongWith } from './aftermath.ts';
import type { Fault } from './faults.ts';
import { ASSIGNMENT, type Ground, openGround } from './ground.ts';

export interface ChaosOptions {
  readonly faults: readonly Fault[];
  /** In all, shared out among the faults; at least two for each. */
  readonly repositories: number;
  /** Decides who pushes what. */
  readonly seed: number;
  readonly onProgress: (words: string) => void;
}

export interface Outcome {
  readonly fault: string;
  readonly repositories: number;
  /** What showed that the fault took effect. */
  readonly proof: string;
  /** Empty when all is well. */
  readonly wrong: readonly string[];
}

const PATIENCE_MS = 300_000;
const WRONG = join(import.meta.dirname, '../demo/testing/testdata/pushes/wrong');

export async function chaos(options: ChaosOptions): Promise<readonly Outcome[]> {
  const ground = await openGround();
  const pids = new Set(ground.workers.map(({ pid }) => pid));
  const outcomes: Outcome[] = [];
  try {
    const each = Math.max(2, Math.ceil(options.repositories / options.faults.length));
    for (const fault of options.faults) {
      outcomes.push(await suffer(ground, fault, each, options));
      for (const { pid } of ground.workers) pids.add(pid);
    }
    await ground.stopProcesses();
    const wrong = await leftOver(ground, [...pids]);
    return [...outcomes, { fault: '(left over)', repositories: 0, proof: 'looked after the processes ended', wrong }];
  } finally {
    await ground.stopProcesses();
    await ground.close();
  }
}

async function suffer(ground: Ground, fault: Fault, count: number, options: ChaosOptions): Promise<Outcome> {
  const starter = await filesOf(join(ASSIGNMENT, 'starter'));
  const logins = Array.from({ length: count }, (_, i) => `${fault.name}-${options.seed}-${i + 1}`);
  const pupils: Pupil[] = [];
  for (const login of logins) pupils.push(await enrol(ground.github, { login, assignment: 'greeting', starter }));
  await ground.github.webhooksSettled();
  options.onProgress(`${fault.name}: ${count} repositories`);
  const pushed: Pushed[] = [];
  try {
    const proof = await fault.inject(ground, async () => void pushed.push(...(await burst(pupils, options.seed))));
    options.onProgress(`${fault.name}: ${proof}; waiting for recovery`);
    await recovered(ground, pushed);
    const wrong = (await Promise.all(pushed.map((push) => wrongWith(ground, push)))).flat();
    return { fault: fault.name, repositories: count, proof, wrong };
  } catch (error) {
    return { fault: fault.name, repositories: count, proof: 'none', wrong: [(error as Error).message] };
  }
}

/** Every check run is completed, and then all is quiet: what is missing then will never come. */
async function recovered(ground: Ground, pushed: readonly Pushed[]): Promise<void> {
  const told = ({ repository, sha }: Pushed) =>
    ground.github.checkRuns(repository, sha).some(({ status }) => status === 'completed');
  await until('a result for every commit', () => pushed.every(told) || undefined, PATIENCE_MS);
  await quiet(ground, PATIENCE_MS);
}

async function burst(pupils: readonly Pupil[], seed: number): Promise<readonly Pushed[]> {
  const [right, wrong] = await Promise.all([filesOf(join(ASSIGNMENT, 'reference')), filesOf(WRONG)]);
  return Promise.all(
    pupils.map(async (pupil) => {
      const isRight = (createHash('sha256').update(`${seed} ${pupil.login}`).digest()[0] ?? 0) % 2 === 0;
      const sha = await pupil.push(isRight ? right : wrong);
      const title = isRight ? '10 of 10 points' : '2.67 of 10 points';
      return { repository: pupil.repository, sha, title };
    }),
  );
}
