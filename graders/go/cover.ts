/**
 * Reader of Go's cover profiles. A profile is written by the student's process and hostile: it is read line by line
 * within bounds, and only blocks of the module's own files (the student's, not tests) count.
 */
import { importPath } from './places.ts';

export interface Block {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly statements: number;
  readonly covered: boolean;
}

/** Blocks by file, relative to the module root. */
export type Profile = ReadonlyMap<string, readonly Block[]>;

const MAX_BLOCKS = 50_000;
const MAX_STATEMENTS = 10_000;
const LINE = /^([^\n]{1,500}\.go):(\d{1,7})\.(\d{1,6}),(\d{1,7})\.(\d{1,6}) (\d{1,6}) (\d{1,18})$/;

/** Reads one profile; a string says why it cannot be believed. */
export function readProfile(text: string, module: string, files: readonly string[]): Profile | string {
  if (!/^mode: (?:set|count|atomic)\n/.test(text)) return 'it does not begin with a mode';
  const lines = text.trimEnd().split('\n').slice(1);
  if (lines.length > MAX_BLOCKS) return `it has more than ${MAX_BLOCKS} blocks`;
  const names = new Map(files.map((file) => [importPath(module, file), file]));
  const blocks = new Map<string, Map<string, Block>>();
  for (const line of lines) {
    const parsed = readLine(line);
    if (parsed === undefined) return 'it has a line that is no block';
    const file = names.get(parsed.file);
    if (file === undefined) continue;
    const problem = add(blocks, file, parsed.block);
    if (problem !== undefined) return problem;
  }
  return new Map([...blocks].map(([file, list]) => [file, [...list.values()]]));
}

/** Several profiles as one: a block is covered when it is in one of them. */
export function mergeProfiles(profiles: readonly Profile[]): Profile | string {
  const blocks = new Map<string, Map<string, Block>>();
  for (const [file, list] of profiles.flatMap((profile) => [...profile])) {
    for (const block of list) {
      const problem = add(blocks, file, block);
      if (problem !== undefined) return problem;
    }
  }
  return new Map([...blocks].map(([file, list]) => [file, [...list.values()]]));
}

/** As `go tool cover` does: the same range twice is one block, covered when either is, and must agree on its statements. */
function add(blocks: Map<string, Map<string, Block>>, file: string, block: Block): string | undefined {
  const list = blocks.get(file) ?? new Map<string, Block>();
  blocks.set(file, list);
  const key = `${block.startLine}.${block.startColumn},${block.endLine}.${block.endColumn}`;
  const before = list.get(key);
  if (before && before.statements !== block.statements) return 'one block has two numbers of statements';
  list.set(key, before ? { ...before, covered: before.covered || block.covered } : block);
  return undefined;
}

function readLine(line: string): { readonly file: string; readonly block: Block } | undefined {
  const match = LINE.exec(line);
  if (!match) return undefined;
  const [startLine, startColumn, endLine, endColumn, statements, hits] = match.slice(2).map(Number) as Six;
  const forward = endLine > startLine || (endLine === startLine && endColumn >= startColumn);
  if (!forward || startLine < 1 || statements > MAX_STATEMENTS) return undefined;
  return { file: match[1]!, block: { startLine, startColumn, endLine, endColumn, statements, covered: hits > 0 } };
}

type Six = [number, number, number, number, number, number];

export interface Coverage {
  readonly covered: number;
  readonly statements: number;
}

export function coverageOf(profile: Profile): Coverage {
  const blocks = [...profile.values()].flat();
  const sum = (list: readonly Block[]) => list.reduce((total, { statements }) => total + statements, 0);
  return { covered: sum(blocks.filter(({ covered }) => covered)), statements: sum(blocks) };
}
