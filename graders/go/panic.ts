/** Reader of Go's crash output: a panic or a fatal error, then the stacks. */
import type { Places } from './places.ts';
import { oneLine } from './text.ts';

export interface Crash {
  /** `index out of range [5] with length 3`, without Go's own decoration. */
  readonly message: string;
  /** `panic`, `deadlock`, `fatal`: a fatal error is none that the program could recover from. */
  readonly kind: 'panic' | 'deadlock' | 'fatal';
  /** First frame in a file of the student. */
  readonly at?: Frame;
}

export interface Frame {
  readonly file: string;
  readonly line: number;
  /** `(*Book).Top`, without the import path. */
  readonly function: string;
}

/** Status of a Go program that panicked or met a fatal error. */
export const CRASHED = 2;

const START = /^(panic|fatal error): (.*)$/m;
const DECORATION = /(?: \[recovered(?:, repanicked)?\])+$/;
const FRAME_PLACE = /^\s+(\S[^\n]{0,500}\.go):(\d{1,7})(?: |$)/;
const MAX_LINES = 3_000;
/** Of a line, before anything is looked for in it: a program may print lines that are as long as its output may be. */
const MAX_LINE = 2_000;

/** The first crash in what a process printed on standard error; undefined when there is none. */
export function readCrash(stderr: string, places: Places): Crash | undefined {
  const start = START.exec(stderr);
  if (!start) return undefined;
  const said = start[2]!.slice(0, MAX_LINE);
  const message = oneLine(said.replace(DECORATION, '').replace(/^runtime error: /, ''));
  const at = firstFrame(stderr.slice(start.index), places);
  const kind = start[1] === 'panic' ? 'panic' : message.includes('asleep - deadlock') ? 'deadlock' : 'fatal';
  return { message, kind, ...(at ? { at } : {}) };
}

/** All crashes in an output: a servant writes down each panic that it passes on. */
export function crashesIn(stderr: string, places: Places): readonly Crash[] {
  const starts = [...stderr.matchAll(new RegExp(START, 'gm'))].map(({ index }) => index);
  return starts.flatMap((from, i) => readCrash(stderr.slice(from, starts[i + 1]), places) ?? []);
}

/** One line for people. */
export function crashInWords(crash: Crash): string {
  const where = crash.at ? ` at ${crash.at.file}:${crash.at.line} in ${crash.at.function}` : '';
  if (crash.kind === 'deadlock') return `deadlock: every goroutine waits${where}`;
  return crash.kind === 'panic' ? `panic: ${crash.message}${where}` : `fatal error: ${crash.message}${where}`;
}

function firstFrame(trace: string, places: Places): Frame | undefined {
  const lines = trace.split('\n', MAX_LINES);
  for (let i = 1; i < lines.length; i++) {
    const frame = readFrame(lines[i - 1]!, lines[i]!, places);
    if (frame) return frame;
  }
  return undefined;
}

/** A frame is two lines: the function, then its place. Undefined when the place is not the student's. */
export function readFrame(functionLine: string, placeLine: string, places: Places): Frame | undefined {
  const place = FRAME_PLACE.exec(placeLine);
  const file = place && places(place[1]!);
  return file ? { file, line: Number(place[2]), function: functionName(functionLine) } : undefined;
}

/** `example.com/gradebook/gradebook.(*Book).Top(0x1, {0x2})` is `(*Book).Top`. */
export function functionName(line: string): string {
  const call = line
    .slice(0, MAX_LINE)
    .trim()
    .replace(/^created by /, '')
    .replace(/ in goroutine \d+$/, '');
  const pathEnd = call.slice(0, call.search(/[[(]|$/)).lastIndexOf('/');
  const base = call.slice(pathEnd + 1);
  const name = base.slice(base.indexOf('.') + 1).replace(/\([^()]*\)$/, '');
  return oneLine(withoutInstance(name), 120);
}

/** `Sort[go.shape.int]` is `Sort[…]`; by searching, because an expression would take the square of a line of brackets. */
function withoutInstance(name: string): string {
  const [from, to] = [name.indexOf('['), name.lastIndexOf(']')];
  return 0 <= from && from < to ? `${name.slice(0, from)}[…]${name.slice(to + 1)}` : name;
}
