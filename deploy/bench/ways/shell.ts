import { spawn } from 'node:child_process';
import tar from 'tar-stream';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import type { FileTree } from '#services/classroom/trees.ts';
import { teacherSide } from '#workers/grading/teacher.ts';
import { referenceTree, workspaceOf } from '#workers/grading/workspace.ts';
import type { Work } from './commands.ts';
import type { Taken } from './way.ts';

/** The trees of a submission as bare commands find them. */
export function foldersOf(assignment: Assignment, submission: FileTree): Readonly<Record<string, FileTree>> {
  const side = teacherSide(assignment);
  const { own, judged } = workspaceOf(side, submission);
  return { own, judged, reference: referenceTree(side) };
}

/** Runs docker with input; answers what it printed. Rejects with its words when it fails. */
export async function docker(args: readonly string[], input?: Buffer): Promise<string> {
  const child = spawn('docker', args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const printed: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  child.stdout.on('data', (chunk) => printed.stdout.push(chunk));
  child.stderr.on('data', (chunk) => printed.stderr.push(chunk));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`docker ${args.slice(0, 2).join(' ')}: ${Buffer.concat(printed.stderr)}`);
  return Buffer.concat(printed.stdout).toString();
}

export async function packed(folders: Readonly<Record<string, FileTree>>): Promise<Buffer> {
  const pack = tar.pack();
  for (const [folder, files] of Object.entries(folders)) {
    for (const [path, content] of files) pack.entry({ name: `${folder}/${path}` }, Buffer.from(content));
  }
  pack.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of pack) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** As the judge has it, so that both find the same things in a cache. */
const ENVIRONMENT = [
  'export PATH=/usr/local/go/bin:/usr/bin:/bin HOME=/tmp/home TMPDIR=/tmp CGO_ENABLED=0 LANG=C.UTF-8',
  'export GOENV=off GOWORK=off GOFLAGS=-mod=mod GOTOOLCHAIN=local GOPROXY=off GOSUMDB=off GOTELEMETRY=off',
];

/**
 * A bash script that unpacks a submission from standard input, does the work in order and prints what it took. The
 * clock runs while commands do, not while files are unpacked.
 */
export function script(works: readonly Work[], cache: string): string {
  const lines = works.flatMap(({ name, lines }) => lines.map((line) => `${line} || echo "${name}" >&3`));
  return [
    ...ENVIRONMENT,
    `export GOCACHE=${cache}`,
    'folder=$(mktemp -d /tmp/submission.XXXXXX) && cd "$folder" && tar -x',
    "TIMEFORMAT='%R %U %S'",
    `{ time { ${lines.join('\n')}\n} >"$folder.out" 2>&1 3>"$folder.failed"; } 2>"$folder.time"`,
    'cat "$folder.time"; sed "s/^/failed: /" "$folder.failed"; [ ! -s "$folder.failed" ] || tail -n 5 "$folder.out"',
    'cd / && rm -rf "$folder"*',
  ].join('\n');
}

/** Reads what such a script printed. */
export function readTaken(printed: string): Taken {
  const [times = '', ...rest] = printed.trim().split('\n');
  const [wall = Number.NaN, user = Number.NaN, system = Number.NaN] = times.split(' ').map(Number);
  return { wallMs: wall * 1000, commandSeconds: user + system, trouble: rest };
}
