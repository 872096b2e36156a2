import type { Expectation } from '#graders/check.ts';
import type { CompileOutcome } from '#graders/steps/compile.ts';
import { type Digest, digestOf, type Store } from '#services/classroom/trees.ts';
import type { Images } from '#workers/sandbox/images.ts';
import type { CompileAnswer } from './answers.ts';
import type { Sealing, WantedSealed } from './sealing.ts';

/** What is recorded once per judging digest and images. */
export interface Prepared {
  /** Every case that the reference passes. */
  readonly expected: readonly Expectation[];
  /** The reference's programs that runs of submissions need. */
  readonly compiled: CompileAnswer;
  /** Packages for which sealed tests were asked; their programs are in `compiled`. */
  readonly sealings: readonly Sealing[];
  /** e.g. `go1.26.11`. */
  readonly go: string;
}

/** As it lies in the store. */
interface Kept {
  readonly expected: readonly Expectation[];
  readonly outcomes: readonly CompileOutcome[];
  readonly artifacts: Readonly<Record<string, Digest>>;
  readonly sealings: readonly Sealing[];
  readonly go: string;
}

/** Raise it when recording changes its meaning: what older versions kept is then made again. */
const FORMAT = 4;

export function preparedName(judging: Digest, images: Images, sealed: WantedSealed): string {
  const tests = sealed === 'all' ? sealed : digestOf(JSON.stringify([...sealed].sort()));
  return `prepared/${FORMAT}/${judging}/${images.compile}/${images.run}/${tests}`;
}

export async function savePrepared(store: Store, name: string, prepared: Prepared): Promise<void> {
  const artifacts: Record<string, Digest> = {};
  for (const [id, program] of prepared.compiled.artifacts) artifacts[id] = await store.put(program);
  const { expected, sealings, go } = prepared;
  const kept: Kept = { expected, outcomes: [...prepared.compiled.outcomes.values()], artifacts, sealings, go };
  await store.link(name, await store.put(Buffer.from(JSON.stringify(kept))));
}

/** Undefined when there is nothing, or when a part of it was cleaned away. */
export async function loadPrepared(store: Store, name: string): Promise<Prepared | undefined> {
  const digest = await store.resolve(name);
  const text = digest && (await store.get(digest));
  if (!text) return undefined;
  const kept = JSON.parse(Buffer.from(text).toString()) as Kept;
  const artifacts = new Map<string, Uint8Array>();
  for (const [id, program] of Object.entries(kept.artifacts)) {
    const content = await store.get(program);
    if (!content) return undefined;
    artifacts.set(id, content);
  }
  const outcomes = new Map(kept.outcomes.map((outcome) => [outcome.id, outcome]));
  const { expected, sealings, go } = kept;
  return { expected, compiled: { outcomes, artifacts, ending: 'exited' }, sealings, go };
}
