/**
 * Gets the files of one commit, by its full SHA, from a server that we trust with our token and whose content we do not
 * trust at all. Git downloads into an empty bare repository under limits of time and bytes; the tree is listed and
 * counted before any file is read; files are read from the object store, never checked out. So there is no hook, no
 * filter, no submodule, no link to follow and no path of the student's on our disk.
 */
import { rm } from 'node:fs/promises';
import { type FileTree, tree } from '#services/classroom/trees.ts';
import { InfrastructureError } from '#services/platform/errors.ts';
import { readBlobs } from './blobs.ts';
import { choose, type Refused } from './choose.ts';
import { fetchFolder } from './folders.ts';
import { type GitBounds, git } from './git.ts';
import { isLfsPointer, LFS_REASON } from './lfs.ts';
import { FETCH_LIMITS, type FetchLimits } from './limits.ts';
import { listCommit } from './listing.ts';
import { fetchTrouble, forGood, type Unavailable, unavailableBy } from './trouble.ts';

export interface FetchRequest {
  /** `https://github.com/owner/name.git`, without credentials. */
  readonly url: string;
  /** All digits of it. */
  readonly sha: string;
  /** May read this one repository; undefined for a public one. Never on disk, never in an argument. */
  readonly token: string | undefined;
  readonly signal?: AbortSignal;
  readonly limits?: Partial<FetchLimits>;
}

export type Fetched = { readonly tree: FileTree; readonly refused: readonly Refused[] } | Unavailable;

/** Throws InfrastructureError when the server is in trouble or silent, and the signal's reason when that fires. */
export async function fetchCommit(request: FetchRequest): Promise<Fetched> {
  const limits = { ...FETCH_LIMITS, ...request.limits };
  const directory = await fetchFolder();
  const late = AbortSignal.timeout(limits.timeoutMs);
  const signal = request.signal ? AbortSignal.any([request.signal, late]) : late;
  const bounds = { directory, config: configOf(request), fileBytes: limits.packBytes, cpuSeconds: 60, signal };
  try {
    return await fetchInto(request, limits, bounds);
  } catch (error) {
    if (!late.aborted || request.signal?.aborted) throw error;
    throw new InfrastructureError(`the git server did not finish within ${limits.timeoutMs} ms`, { cause: error });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function fetchInto({ url, sha }: FetchRequest, limits: FetchLimits, bounds: GitBounds): Promise<Fetched> {
  const made = await git(['init', '--quiet', '--bare', '--template='], bounds);
  if (made.code !== 0) throw new InfrastructureError(`git init ended with ${made.code ?? made.signal}: ${made.stderr}`);
  const end = await git(
    ['fetch', '--quiet', '--depth=1', '--no-tags', '--no-write-fetch-head', '--', url, sha],
    bounds,
  );
  if (end.code !== 0) {
    const denied = await unavailableBy(end, bounds.directory, limits);
    if (!denied) throw fetchTrouble(end);
    return denied;
  }
  const entries = await listCommit(sha, limits.entries, bounds);
  if (!entries) return forGood(tooMany(limits));
  const chosen = choose(entries, limits);
  const contents = await readBlobs(chosen.files, bounds);
  const files = chosen.files.map(({ path, object }) => [path, contents.get(object)!] as const);
  const pointers = files.filter(([, content]) => isLfsPointer(content)).map(([path]) => ({ path, reason: LFS_REASON }));
  return {
    tree: tree(files.filter(([, content]) => !isLfsPointer(content))),
    refused: [...chosen.refused, ...pointers],
  };
}

function tooMany(limits: FetchLimits): string {
  const most = limits.entries.toLocaleString('en');
  return `The commit has more than ${most} files and folders. Remove what does not belong to the exercise, and push again.`;
}

function configOf({ url, token }: FetchRequest): [string, string][] {
  const header = token && `Authorization: Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  return [
    ['protocol.version', '2'],
    ['core.hooksPath', '/dev/null'],
    ['credential.helper', ''],
    ['fetch.recurseSubmodules', 'false'],
    ['fetch.unpackLimit', '1'], // always one pack, so that the limit on a file's size is one on all that is sent
    ['core.bigFileThreshold', '4m'], // larger objects are streamed, not held in memory
    ['pack.threads', '1'],
    ['gc.auto', '0'],
    ['maintenance.auto', 'false'],
    ['http.lowSpeedLimit', '1000'],
    ['http.lowSpeedTime', '20'],
    // For this server alone: a redirect elsewhere must not carry it along.
    ...(header ? [[`http.${new URL(url).origin}/.extraHeader`, header] as [string, string]] : []),
  ];
}
