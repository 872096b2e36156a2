import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Signature } from './commits.ts';
import { git } from './git.ts';

/** Path in the repository → contents. */
export type Files = Readonly<Record<string, string | Buffer>>;

export interface NewCommit {
  readonly branch: string;
  readonly message: string;
  readonly files: Files;
  readonly author: Omit<Signature, 'date'>;
  readonly at: Date;
  /** Another branch to leave at this commit. */
  readonly alsoBranch?: string;
}

/**
 * What GitHub's servers allow: any commit that a ref reaches may be fetched by its SHA, others may not; partial clones;
 * history may be rewritten and branches deleted.
 */
const serverConfiguration = [
  ['uploadpack', 'allowReachableSHA1InWant', 'true'],
  ['uploadpack', 'allowAnySHA1InWant', 'false'],
  ['uploadpack', 'allowFilter', 'true'],
  ['http', 'receivepack', 'true'],
  ['http', 'getanyfile', 'false'],
  ['receive', 'denyDeletes', 'false'],
  ['receive', 'denyNonFastForwards', 'false'],
  ['receive', 'denyDeleteCurrent', 'true'],
  ['core', 'hooksPath', '/dev/null'],
  ['gc', 'auto', '0'],
] as const;

export async function createBare(directory: string, defaultBranch: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await git(directory, ['init', '--quiet', '--bare', '--template=', `--initial-branch=${defaultBranch}`, '.']);
  const lines = serverConfiguration.map(([section, name, value]) => `[${section}]\n\t${name} = ${value}\n`);
  await appendFile(join(directory, 'config'), lines.join(''));
}

/** Writes commits as GitHub's own servers do, without a push; one process, however many files. */
export async function writeCommits(directory: string, commits: readonly NewCommit[]): Promise<void> {
  const input = Buffer.concat(commits.flatMap(fastImport));
  await git(directory, ['fast-import', '--quiet'], { input });
}

function fastImport(commit: NewCommit): readonly Buffer[] {
  const at = `${Math.floor(commit.at.getTime() / 1000)} +0000`;
  const who = `${commit.author.name} <${commit.author.email}> ${at}`;
  const ref = `refs/heads/${commit.branch}`;
  const head = `commit ${ref}\ncommitter ${who}\n`;
  const files = Object.entries(commit.files).flatMap(([path, contents]) => [
    Buffer.from(`M 100644 inline ${quotePath(path)}\n`),
    ...data(contents),
  ]);
  const also = commit.alsoBranch === undefined ? '' : `reset refs/heads/${commit.alsoBranch}\nfrom ${ref}\n\n`;
  return [Buffer.from(head), ...data(commit.message), ...files, Buffer.from(`\n${also}`)];
}

function data(contents: string | Buffer): readonly Buffer[] {
  const bytes = Buffer.from(contents);
  return [Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')];
}

function quotePath(path: string): string {
  return `"${path.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}
