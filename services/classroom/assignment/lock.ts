/**
 * `sealed.lock.json`: which tests of an assignment can be judged sealed, because both ways gave the same verdicts on
 * everything that the assignment brings along. Written by `pushmark check`, committed beside assignment.yaml. It holds
 * for one judging digest; without a lock that holds, every test is judged linked with the student's code.
 */
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import type { Digest, FileTree } from '../trees.ts';

export const LOCK_FILE = 'sealed.lock.json';

/** Raised when the generator or what it makes may come to other verdicts: what older ones decided holds no more. */
const SEALING = 3;

const LockSchema = Type.Object({
  version: Type.Literal(1),
  judging: Type.String(),
  /** SEALING when the lock was written; older locks do not have it. */
  sealing: Type.Optional(Type.Integer()),
  /** Package directory to top-level test to `sealed`, or to the reason why it is not. */
  tests: Type.Record(Type.String(), Type.Record(Type.String(), Type.String({ maxLength: 2000 }))),
});

type LockText = Static<typeof LockSchema>;

/** Which tests of an assignment are sealed. */
export interface SealLock {
  /** `off`: the assignment wants none sealed. `stale`: made for another version of the assignment, or by another one of the judge. */
  readonly state: 'valid' | 'missing' | 'stale' | 'unreadable' | 'off';
  /** Package directory to top-level tests; empty unless valid. */
  readonly sealed: ReadonlyMap<string, readonly string[]>;
  /** Why a test is not: `gradebook.TestTop` to words; empty unless valid. */
  readonly shared: ReadonlyMap<string, string>;
}

const SEALED = 'sealed';

/** Reads the lock of an assignment's files; anything but a valid one seals nothing. */
export function readLock(files: FileTree, judging: Digest, mode: 'auto' | 'sealed' | 'shared' | 'outside'): SealLock {
  if (mode === 'shared' || mode === 'outside') return none('off');
  const text = files.get(LOCK_FILE);
  if (!text) return none('missing');
  const lock = parse(Buffer.from(text).toString());
  if (!lock) return none('unreadable');
  if (lock.judging !== judging || lock.sealing !== SEALING) return none('stale');
  const rows = Object.entries(lock.tests).map(([dir, tests]) => [dir, Object.entries(tests)] as const);
  const sealed = rows.map(([dir, tests]) => [dir, tests.filter(([, why]) => why === SEALED).map(([test]) => test)]);
  const shared = rows.flatMap(([dir, tests]) =>
    tests.filter(([, why]) => why !== SEALED).map(([test, why]) => [`${dir}.${test}`, why] as const),
  );
  return { state: 'valid', sealed: new Map(sealed as [string, string[]][]), shared: new Map(shared) };
}

/**
 * Why an assignment with `judging: sealed` cannot be judged so; undefined: it can. Elsewhere linked judging is a fall
 * back that is said; there it is a mistake, and nobody should be graded by it.
 */
export function sealingProblem({ state, shared }: SealLock): string | undefined {
  const [first] = shared;
  if (first) return `sealed was asked for, and ${first[0]} cannot be: ${first[1]}`;
  if (state === 'valid') return undefined;
  return `sealed was asked for, and ${LOCK_FILE} is ${state}: run \`pushmark check\` and commit what it writes`;
}

/** The text of a lock. `tests`: package directory to top-level test to the reason why it is not sealed, or undefined. */
export function lockText(judging: Digest, tests: ReadonlyMap<string, ReadonlyMap<string, string | undefined>>): string {
  const rows = [...tests].sort(byName).map(([dir, own]) => {
    const reasons = [...own].sort(byName).map(([test, why]) => [test, why?.slice(0, 2000) ?? SEALED]);
    return [dir, Object.fromEntries(reasons)];
  });
  const lock: LockText = { version: 1, judging, sealing: SEALING, tests: Object.fromEntries(rows) };
  return `${JSON.stringify(lock, undefined, 2)}\n`;
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function none(state: SealLock['state']): SealLock {
  return { state, sealed: new Map(), shared: new Map() };
}

function parse(text: string): LockText | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Value.Check(LockSchema, value) ? value : undefined;
  } catch {
    return undefined;
  }
}
