/**
 * Judges a stored run again, from nothing but what is stored: the commit's files, the assignment's, the seed, the
 * images. What former runs prepared (names in the store) is not believed but made anew; content is, by its digest.
 */
import type { Assignment } from '#services/classroom/assignment/document.ts';
import { readAssignment } from '#services/classroom/assignment/read.ts';
import type { RecordedRun } from '#services/classroom/runs/recorded.ts';
import { type Digest, digestOf, type FileTree, getTree, type Store } from '#services/classroom/trees.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import type { Images } from '#workers/sandbox/images.ts';
import type { Sandbox } from '#workers/sandbox/sandbox.ts';
import { type Difference, differencesOf } from './differences.ts';
import { grade as gradeIt } from './grade.ts';
import type { GradedRun, GradeRequest, Versions } from './graded-run.ts';
import type { Progress } from './progress.ts';
import { seedOf } from './seed.ts';

export interface VerifyRequest {
  /** Read, never written. */
  readonly store: Store;
  readonly sandbox: Sandbox;
  /** Of today, ids. */
  readonly images: Images;
  /** The engine still has these two images. */
  readonly hasImages: (images: Images) => Promise<boolean>;
  /** Seeds are derived from it; undefined: not known here, so a seed is taken as it is. */
  readonly secret: string | undefined;
  /** 0..1, see differences.ts. */
  readonly tolerance: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: Progress) => void;
  /** For tests. */
  readonly grade?: (request: GradeRequest) => Promise<GradedRun>;
}

/** What came of it; `refused` says why it cannot be judged again. */
export type Verification =
  | { readonly run: number; readonly refused: string }
  | {
      readonly run: number;
      readonly same: boolean;
      readonly differences: readonly Difference[];
      /** What is no longer as it was when the run was judged, in words. */
      readonly changed: readonly string[];
      readonly versions: { readonly recorded: Readonly<Record<string, string>>; readonly again: Versions };
    };

/** Throws InfrastructureError when we cannot judge just now. */
export async function verifyRun(request: VerifyRequest, run: RecordedRun): Promise<Verification> {
  const refuse = (refused: string): Verification => ({ run: run.id, refused });
  if (run.state !== 'done') return refuse(`it is ${run.state}: there is no evidence to compare with`);
  if (run.tree === null || run.seed === null) return refuse('neither its files nor its seed were recorded');
  const store = untouched(request.store);
  const submitted = await getTree(store, run.tree);
  if (!submitted) return refuse(`the commit's files (${run.tree}) are no longer whole in the store`);
  const bundle = await getTree(store, run.bundle);
  if (!bundle) return refuse(`the assignment's files (${run.bundle}) are no longer whole in the store`);

  const assignment = readable(bundle, run.slug);
  if (assignment instanceof InvalidInput) return refuse(`its assignment can no longer be read: ${assignment.message}`);
  const { sandbox, signal, onProgress, grade = gradeIt } = request;
  const { images, words } = await imagesFor(request, run);
  const only = run.only ?? undefined;
  const options = { only, ...(signal && { signal }), ...(onProgress && { onProgress }) };
  const again = await grade({ assignment, submitted, seed: run.seed, sandbox, store, images, ...options });
  // How the hidden tests were reached is said of a whole run.
  const recorded = only === undefined ? run : { ...run, mode: again.integrity.mode };
  const differences = differencesOf(recorded, again, request.tolerance);
  const changed = [...words, ...changesOf(run, again.versions), ...seedWords(request.secret, run, run.tree)];
  const versions = { recorded: run.versions, again: again.versions };
  return { run: run.id, same: differences.length === 0, differences, changed, versions };
}

function readable(bundle: FileTree, slug: string): Assignment | InvalidInput {
  try {
    return readAssignment(bundle, slug);
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
}

/** Those of the run where the engine still has them, else today's. */
async function imagesFor({ images, hasImages }: VerifyRequest, { versions }: RecordedRun) {
  const recorded = versions.image ?? '';
  const [compile = '', run = ''] = recorded.split(' ');
  if (compile === images.compile && run === images.run) return { images, words: [] };
  if (compile && run && (await hasImages({ compile, run }))) {
    return { images: { compile, run }, words: ['its images are no longer the current ones; it was judged in its own'] };
  }
  const words = [`its images (${recorded || 'not recorded'}) are gone; it was judged in the current ones`];
  return { images, words };
}

function changesOf({ versions, currentJudging }: RecordedRun, again: Versions): string[] {
  const told = (name: keyof Versions, what: string) =>
    versions[name] === again[name] ? [] : [`${what} was ${versions[name] ?? 'not recorded'}, is ${again[name]}`];
  const newer = currentJudging !== null && currentJudging !== again.assignment;
  return [
    ...told('go', 'the toolchain'),
    ...told('policy', 'the source policy'),
    ...told('assignment', "the assignment's judging digest"),
    ...(newer ? [`the assignment is judged by ${currentJudging} today; this run was judged by its own version`] : []),
  ];
}

/** A seed that the server would not have drawn was set by somebody, or its secret is another one now. */
function seedWords(secret: string | undefined, { seed, versions }: RecordedRun, submitted: Digest): string[] {
  const judging = versions.assignment as Digest | undefined;
  if (secret === undefined || judging === undefined || seedOf(secret, judging, submitted) === seed) return [];
  return ["its seed is not the one that this server's secret gives for these files"];
}

/** Reads content that still has its digest; what is written stays in memory. */
function untouched(store: Store): Store {
  const content = new Map<Digest, Uint8Array>();
  const names = new Map<string, Digest>();
  return {
    async put(bytes) {
      const digest = digestOf(bytes);
      content.set(digest, bytes);
      return digest;
    },
    async get(digest) {
      const bytes = content.get(digest) ?? (await store.get(digest));
      return bytes && digestOf(bytes) === digest ? bytes : undefined;
    },
    link: async (name, digest) => void names.set(name, digest),
    resolve: async (name) => names.get(name),
  };
}
