import { zeroSha } from '../world.ts';
import { git, tryGit } from './git.ts';

/** Full ref name → object SHA (of the tag object for annotated tags). */
export type Refs = ReadonlyMap<string, string>;

export interface RefUpdate {
  readonly ref: string;
  /** All zeros when the ref is new. */
  readonly before: string;
  /** All zeros when the ref was deleted. */
  readonly after: string;
}

export async function readRefs(directory: string, prefix = 'refs'): Promise<Refs> {
  const listing = await git(directory, ['for-each-ref', '--format=%(objectname) %(refname)', prefix]);
  const lines = listing.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => [line.slice(41), line.slice(0, 40)]));
}

/** What a push moved, seen from outside: the refs before and after it. */
export function refUpdates(before: Refs, after: Refs): readonly RefUpdate[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names]
    .map((ref) => ({ ref, before: before.get(ref) ?? zeroSha, after: after.get(ref) ?? zeroSha }))
    .filter((update) => update.before !== update.after);
}

/** The full SHA of the commit that a branch, tag or SHA names; null when there is none. */
export async function resolveCommit(directory: string, name: string): Promise<string | null> {
  if (name.startsWith('-')) return null;
  const result = await tryGit(directory, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  return result.code === 0 ? result.output.trim() : null;
}

export async function isAncestor(directory: string, ancestor: string, descendant: string): Promise<boolean> {
  return (await tryGit(directory, ['merge-base', '--is-ancestor', ancestor, descendant])).code === 0;
}
