/** Reader of what `go build`, `go vet` and `go test -c` print on standard error. */
import type { CompileOutcome } from '../steps/compile.ts';
import { oneLine, size } from './text.ts';

/** One message of the compiler, with the lines that continue it. */
export interface CompilerMessage {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly more: readonly string[];
}

export interface CompilerOutput {
  readonly messages: readonly CompilerMessage[];
  /** Lines without a place: the linker, the module system, the package loader. */
  readonly lines: readonly string[];
}

const MAX_LINES = 2_000;
const PLACED = /^(?:vet: )?([^\s:][^:]{0,400}\.(?:go|s|h|c)):(\d{1,7})(?::(\d{1,7}))?: (.*)$/;
/** Progress and headings, which say nothing to the student. */
const NOISE = /^(?:# |go: (?:finding|downloading|extracting) |.*: too many errors$|\s*$|FAIL\b)/;
const NOTHING_BUILT = /^go: warning: "\.\/\.\.\." matched no packages$/m;
/** At the end of a line: in a quoted constant a quote follows. */
const KILLED = /signal: killed$|^fatal error: (?:runtime: )?(?:out of memory|cannot allocate memory)/m;

/** Reads compiler output; a repeated message (one package built twice) counts once. */
export function readCompiler(output: string): CompilerOutput {
  const messages: CompilerMessage[] = [];
  const lines: string[] = [];
  const seen = new Set<string>();
  for (const [head, ...more] of paragraphs(output)) {
    if (NOISE.test(head) || seen.has(head)) continue;
    seen.add(head);
    const placed = PLACED.exec(head);
    if (!placed) {
      lines.push(scrub([head, ...more].join(' ')));
      continue;
    }
    const [, file, line, column, message] = placed;
    const place = { file: file!, line: Number(line), column: Number(column ?? 0) };
    messages.push({ ...place, message: scrub(message!), more: more.map(scrub) });
  }
  return { messages, lines };
}

/** A line with the indented lines that continue it. */
function paragraphs(output: string): readonly (readonly [string, ...string[]])[] {
  const found: [string, ...string[]][] = [];
  for (const line of output.split('\n', MAX_LINES)) {
    const last = found.at(-1);
    if (last && /^\s/.test(line)) last.push(line);
    else found.push([line]);
  }
  return found;
}

/** Why a compile step gave nothing although the compiler has no complaint; undefined when it does or when all is well. */
export function compileTrouble(outcome: CompileOutcome): string | undefined {
  const words: Partial<Record<CompileOutcome['ending'], string>> = {
    'timed-out': 'your code takes too long to compile',
    'process-limit': 'compiling your code needs more processes than allowed',
    'output-limit': 'the compiler printed more than allowed',
    'out-of-memory': memoryTrouble(outcome),
    signalled: 'the compiler was killed',
    skipped: 'your code does not build',
  };
  if (outcome.ending !== 'exited') return words[outcome.ending];
  if (outcome.exitCode !== 0 && KILLED.test(outcome.stderr)) return memoryTrouble(outcome);
  if (NOTHING_BUILT.test(outcome.stderr))
    return 'there is no Go package that can be built here (is every file excluded, e.g. by import "C"?)';
  return undefined;
}

export function compiledWell(outcome: CompileOutcome): boolean {
  return outcome.ending === 'exited' && outcome.exitCode === 0 && compileTrouble(outcome) === undefined;
}

function memoryTrouble(outcome: CompileOutcome): string {
  const used = outcome.peakBytes > 0 ? size(Math.floor(outcome.peakBytes / 2 ** 20) * 2 ** 20) : 'the allowed amount';
  return `your code needs more than ${used} of memory to compile`;
}

/** Machine paths out, hints about commands that cannot help here out, one line. */
function scrub(line: string): string {
  return oneLine(
    line
      .replace(/ \(\/\S*\)$/, '')
      .replace(/\/tmp\/trees\/[a-z]+(?:-\d+)?\//g, '')
      .replace(/ in \/tmp\/trees\/[a-z]+(?:-\d+)?$/, '')
      .replace(/; to add it:$/, '')
      .replace(/: module lookup disabled by GOPROXY=off$/, ': only the modules of the assignment are available'),
  );
}

/** The first thing that was said, in one line; undefined when nothing was. */
export function firstMessage({ messages, lines }: CompilerOutput): string | undefined {
  const first = messages[0];
  return first ? `${first.file}:${first.line}: ${first.message}` : lines[0];
}
