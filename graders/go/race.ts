/** Reader of a report of Go's race detector. */
import type { Finding, Subject } from '../check.ts';
import { asFinding } from './findings.ts';
import { type Frame, functionName, readFrame } from './panic.ts';
import { caseName, type Places, studentPlaces } from './places.ts';
import { type Proof, processesOf } from './proof.ts';
import { clean } from './text.ts';

/** One paragraph of a report: an access, or where a goroutine was created. */
interface Section {
  readonly title: string;
  readonly frames: readonly StackFrame[];
}

interface StackFrame {
  readonly function: string;
  /** Where, if it is in the student's file; other files are not shown. */
  readonly place?: Frame;
}

export interface RaceReport {
  /** Both accesses first, then the creations of goroutines. */
  readonly sections: readonly Section[];
  /** The first frame of an access in a student's file. */
  readonly at?: Frame;
}

const MAX_LINES = 1_000;
const TITLE = /^(?:Previous |Goroutine \d|(?:Atomic )?(?:[Rr]ead|[Ww]rite) |.*\bcreated at:|.*\bat 0x[0-9a-f]+ by )/;
const ACCESS = /^(?:Previous )?(?:atomic )?(?:read|write)/i;

/** Reads the first report of a text; undefined when there is none. */
export function readRace(text: string, places: Places): RaceReport | undefined {
  const start = text.indexOf('WARNING: DATA RACE');
  if (start < 0) return undefined;
  const sections: { title: string; frames: StackFrame[] }[] = [];
  const lines = text.slice(start).split('\n', MAX_LINES);
  for (let i = 1; i < lines.length && !lines[i]!.startsWith('===='); i++) {
    const line = lines[i]!;
    if (TITLE.test(line)) sections.push({ title: titleOf(line), frames: [] });
    else if (/^ {2}\S/.test(line)) {
      const place = readFrame(line, lines[i + 1] ?? '', places);
      sections.at(-1)?.frames.push({ function: functionName(line), ...(place ? { place } : {}) });
    }
  }
  const at = sections.filter(isAccess).flatMap(placesOf)[0];
  return { sections, ...(at ? { at } : {}) };
}

/** Where the races are that proofs of a race build have met: the first report of each process. Each names its test. */
export function raceFindings(subject: Subject, proofs: readonly Proof[]): readonly Finding[] {
  const places = studentPlaces(subject);
  return [...processesOf(proofs)].flatMap(([process, dir]) => {
    const report = readRace(process.race, places);
    const found = report ? raceFinding(report, places) : [];
    return found.map((one) => ({ ...one, tests: [caseName(dir, process.test)] }));
  });
}

/** A finding on the student's line; none when neither access is in a student's file. */
export function raceFinding(report: RaceReport, places: Places): readonly Finding[] {
  if (!report.at) return [];
  const [first, second] = report.sections.filter(isAccess);
  const other = second ? ` and ${accessInWords(second)}` : '';
  const message = `data race: ${first ? accessInWords(first) : 'an access'}${other} at the same time, without a lock or channel between them`;
  return asFinding('data-race', 'error', { ...report.at, message, detail: raceDetail(report) }, places);
}

/** Both stacks and the goroutines' creation, with names everywhere and lines of the student's files only. */
export function raceDetail(report: RaceReport): string {
  const paragraphs = report.sections.map(({ title, frames }) => {
    const lines = frames.map(
      (frame) => `  ${frame.function}${frame.place ? `  ${frame.place.file}:${frame.place.line}` : ''}`,
    );
    return [title, ...lines].join('\n');
  });
  return clean(paragraphs.join('\n\n'));
}

/** `write in (*Book).Bump (gradebook/book.go:18)`. */
function accessInWords(section: Section): string {
  const kind = /write/i.test(section.title) ? 'write' : 'read';
  const frame = placesOf(section)[0];
  if (frame) return `${kind} in ${frame.function} (${frame.file}:${frame.line})`;
  const name = section.frames[0]?.function;
  return name ? `${kind} in ${name}` : kind;
}

function isAccess(section: Section): boolean {
  return ACCESS.test(section.title);
}

function placesOf(section: Section): readonly Frame[] {
  return section.frames.flatMap(({ place }) => (place ? [place] : []));
}

/** Addresses differ from run to run and help nobody. */
function titleOf(line: string): string {
  return clean(line.replace(/ at 0x[0-9a-f]+/, '').trim(), 200);
}
