/** Pushes to many repositories while one thing after another breaks; afterwards nothing is lost, and nothing is twice. */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enrol, filesOf, type Pupil } from '#deploy/demo/testing/pupil.ts';
import { quiet, until } from '#deploy/demo/testing/waiting.ts';
import { leftInDatabase, leftInEngine, leftInFolder, leftInRedis, type Pushed, wrongWith } from './aftermath.ts';
import type { Fault } from './faults/fault.ts';
import { ASSIGNMENT, type Ground, openGround } from './ground.ts';
import type { OwnEngine } from './own/engine.ts';

export interface ChaosOptions {
  readonly faults: readonly Fault[];
  /** For the fault that the whole burst is for; some tenths of a class. */
  readonly repositories: number;
  /** For each fault alone. */
  readonly alone: number;
  /** Decides who pushes what. */
  readonly seed: number;
  readonly onProgress: (words: string) => void;
  /** For faults of Docker. */
  readonly engine?: OwnEngine | undefined;
  /** Ends it early; what it started is stopped all the same. */
  readonly stopped?: Promise<void>;
}

export interface Outcome {
  readonly fault: string;
  readonly repositories: number;
  /** From the first push to the last report. */
  readonly seconds: number;
  /** What showed that the fault took effect. */
  readonly proof: string;
  /** Empty when all is well. */
  readonly wrong: readonly string[];
}

/** GitHub's log of deliveries is looked at every two minutes, and what it says may have to be tried twice. */
const PATIENCE_MS = 420_000;
/** And for each repository, some of whose commits are to be graded on a machine that has other things to do. */
const EACH_MS = 15_000;
const WRONG = join(import.meta.dirname, '../demo/testing/testdata/pushes/wrong');

/** Undefined: it was stopped. */
export async function chaos(options: ChaosOptions): Promise<readonly Outcome[] | undefined> {
  const ground = await openGround(options.engine);
  const outcomes: Outcome[] = [];
  const sufferAll = async () => {
    for (const fault of options.faults) outcomes.push(await suffer(ground, fault, options));
    outcomes.push(await leftOver(ground));
    return outcomes;
  };
  try {
    return await Promise.race([sufferAll(), ...(options.stopped ? [options.stopped.then(() => undefined)] : [])]);
  } finally {
    await ground.stopProcesses();
    await ground.close();
    await keepLogs(ground, outcomes, options);
  }
}

/** Logs are for finding out what went wrong. */
async function keepLogs({ logs }: Ground, outcomes: readonly Outcome[], { faults, onProgress }: ChaosOptions) {
  const isWell = outcomes.length > faults.length && outcomes.every(({ wrong }) => wrong.length === 0);
  if (isWell) await rm(logs, { recursive: true });
  else onProgress(`what the processes logged is in ${logs}`);
}

async function suffer(ground: Ground, fault: Fault, options: ChaosOptions): Promise<Outcome> {
  const count = fault.whole ? options.repositories : options.alone;
  const pupils = await enrolled(ground, `${fault.name}-${options.seed}`, count);
  options.onProgress(`${fault.name}: ${count} repositories`);
  const began = performance.now();
  const outcome = (proof: string, wrong: readonly string[]) => {
    const seconds = Math.round((performance.now() - began) / 1000);
    return { fault: fault.name, repositories: count, seconds, proof, wrong };
  };
  const pushed = new Map<string, Pushed>();
  const burst = bursts(pupils, options.seed, (push) => pushed.set(push.repository, push));
  try {
    const proof = await fault.inject(ground, burst);
    options.onProgress(`${fault.name}: ${proof}; waiting for recovery`);
    await recovered(ground, [...pushed.values()]);
    const results = { owner: ground.database.owner, github: ground.github };
    const wrong = await Promise.all([...pushed.values()].map((push) => wrongWith(results, push)));
    return outcome(proof, wrong.flat());
  } catch (error) {
    return outcome('none', [(error as Error).message]);
  }
}

async function enrolled({ github }: Ground, name: string, count: number): Promise<readonly Pupil[]> {
  const starter = await filesOf(join(ASSIGNMENT, 'starter'));
  const pupils: Pupil[] = [];
  for (let n = 1; n <= count; n++) {
    pupils.push(await enrol(github, { login: `${name}-${n}`, assignment: 'greeting', starter }));
  }
  await github.webhooksSettled();
  return pupils;
}

/** Every check run is completed, and then all is quiet: what is missing then will never come. */
async function recovered(ground: Ground, pushed: readonly Pushed[]): Promise<void> {
  const told = ({ repository, sha }: Pushed) =>
    ground.github.checkRuns(repository, sha).some(({ status }) => status === 'completed');
  const patienceMs = PATIENCE_MS + pushed.length * EACH_MS;
  await until('a result for every commit', () => pushed.every(told) || undefined, patienceMs);
  await quiet(ground, patienceMs);
}

/** Each call pushes one commit more to every repository; solutions stay right, or wrong. */
function bursts(pupils: readonly Pupil[], seed: number, onPush: (push: Pushed) => void): () => Promise<void> {
  let round = 0;
  return async () => {
    const [right, wrong] = await Promise.all([filesOf(join(ASSIGNMENT, 'reference')), filesOf(WRONG)]);
    const notes = { 'NOTES.md': `Push ${++round}\n` };
    const push = async (pupil: Pupil) => {
      const isRight = (createHash('sha256').update(`${seed} ${pupil.login}`).digest()[0] ?? 0) % 2 === 0;
      const sha = await pupil.push({ ...(isRight ? right : wrong), ...notes });
      onPush({
        repository: pupil.repository,
        sha,
        pushes: round,
        title: isRight ? '10 of 10 points' : '2.67 of 10 points',
      });
    };
    await Promise.all(pupils.map(push));
  };
}

async function leftOver(ground: Ground): Promise<Outcome> {
  const answered = async () => (await leftInRedis(ground.redis.url)).length === 0 || undefined;
  // A ring that a killed worker was answering is somebody else's only after a minute.
  await until('an answer to every ring', answered, PATIENCE_MS).catch(() => undefined);
  await ground.stopProcesses();
  const left = await Promise.all([
    leftInDatabase(ground.database.owner),
    leftInRedis(ground.redis.url),
    leftInEngine(ground.docker, ground.pids),
    leftInFolder(tmpdir(), ground.pids),
  ]);
  const proof = `looked after ${ground.pids.size} processes had ended`;
  return { fault: '(left over)', repositories: 0, seconds: 0, proof, wrong: left.flat() };
}
