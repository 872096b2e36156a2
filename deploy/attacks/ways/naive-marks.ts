/** Points as naive graders give them, from what `go test -json` printed. */
import type { Assignment } from '#services/classroom/assignment/document.ts';

export interface NaiveMarks {
  /** The last event of each test counts. */
  readonly last: number;
  /** One pass is enough. */
  readonly any: number;
  /** One line or event of a pass is enough, wherever in what was printed it stands. */
  readonly printed: number;
  /** The share of passes among all results of top-level tests, whatever they are called. */
  readonly ratio: number;
  /** Full marks for a file of results. */
  readonly file: number;
  /** Full marks for exit status 0. */
  readonly exit: number;
  /** Of the honest neighbour that was graded behind it in the same container; undefined when there was none. */
  readonly next: number | undefined;
  /** Full marks for the neighbour's exit status 0. */
  readonly nextExit: number;
  /** The clock of the naive grader rang. */
  readonly killed: boolean;
}

/** Tests that the reference passes, by assignment. */
export type Expected = readonly string[];

interface Event {
  readonly Action?: string;
  readonly Test?: string;
  readonly Output?: string;
}

export function naiveMarks(assignment: Assignment, output: string): NaiveMarks {
  const [first = '', second] = output.split(/^naive-exit \d+$/m);
  const [exit, nextExit] = [...output.matchAll(/^naive-exit (\d+)$/gm)].map(([, status]) => status);
  const events = eventsOf(first);
  const measured = measuredPoints(assignment, first);
  return {
    last: share(assignment, events, lastWins) + measured,
    any: share(assignment, events, anyWins) + measured,
    printed: share(assignment, printedResults(first), anyWins),
    ratio: ratioOf(assignment, events),
    file: /^naive-file /m.test(output) ? 100 : 0,
    exit: exit === '0' ? 100 : 0,
    next: nextExit === undefined ? undefined : share(assignment, eventsOf(second ?? ''), lastWins),
    nextExit: nextExit === '0' ? 100 : 0,
    killed: exit === '137',
  };
}

function eventsOf(output: string): readonly Event[] {
  return output.split('\n').flatMap((line) => {
    if (!line.startsWith('{') || line.length > 100_000) return [];
    try {
      return [JSON.parse(line) as Event];
    } catch {
      return [];
    }
  });
}

/** Everything that was printed, without the events around it. */
export function printedText(output: string): string {
  const texts = output.split('\n').map((line) => {
    if (!line.startsWith('{')) return `${line}\n`;
    return eventsOf(line)[0]?.Output ?? '';
  });
  return texts.join('');
}

function printedResults(output: string): readonly Event[] {
  const text = printedText(output);
  const lines = [...text.matchAll(/--- PASS: (\S+) \(/g)].map(([, name]) => ({ Action: 'pass', Test: name! }));
  return [...lines, ...eventsOf(text)];
}

function ratioOf(assignment: Assignment, events: readonly Event[]): number {
  const ended = events.filter(({ Test, Action }) => Test && !Test.includes('/') && /^(pass|fail)$/.test(Action ?? ''));
  const passed = ended.filter(({ Action }) => Action === 'pass');
  return ended.length === 0 ? 0 : Math.round((worthOfTests(assignment) * passed.length) / ended.length);
}

/** Top-level tests of the hidden files, read from their source as a naive grader's configuration would list them. */
function expectedOf({ files }: Assignment): Expected {
  const hidden = [...files].filter(([path]) => path.startsWith('tests/') && path.endsWith('_test.go'));
  return hidden.flatMap(([, content]) =>
    [
      ...Buffer.from(content)
        .toString()
        .matchAll(/^func (Test\w+)\(/gm),
    ].map(([, name]) => name!),
  );
}

function share(
  assignment: Assignment,
  events: readonly Event[],
  passes: (actions: readonly string[]) => boolean,
): number {
  const expected = expectedOf(assignment);
  const actions = Map.groupBy(
    events.filter(({ Test, Action }) => Test !== undefined && /^(pass|fail|skip)$/.test(Action ?? '')),
    ({ Test }) => Test!,
  );
  const passed = expected.filter((name) => passes((actions.get(name) ?? []).map(({ Action }) => Action!)));
  return expected.length === 0 ? 0 : Math.round((worthOfTests(assignment) * passed.length) / expected.length);
}

function worthOfTests({ document }: Assignment): number {
  return document.rubric.some(({ check }) => check === 'benchmarks') ? 40 : 100;
}

const lastWins = (actions: readonly string[]) => actions.at(-1) === 'pass';
const anyWins = (actions: readonly string[]) => actions.includes('pass');

/** What the reference needs for one operation here, in nanoseconds, with room. */
const FAST_NS = 400_000;

/** Coverage as printed, and nanoseconds as printed. */
function measuredPoints({ document }: Assignment, output: string): number {
  if (!document.rubric.some(({ check }) => check === 'benchmarks')) return 0;
  const text = eventsOf(output)
    .map(({ Output }) => Output ?? '')
    .join('');
  const covered = Math.max(
    0,
    ...[...text.matchAll(/coverage: ([\d.]+)% of statements/g)].map(([, percent]) => Number(percent)),
  );
  const ns = [...text.matchAll(/BenchmarkDistinct\S*\s+\d+\s+([\d.]+) ns\/op/g)]
    .map(([, value]) => Number(value))
    .at(-1);
  return (covered >= 70 ? 20 : 0) + (ns !== undefined && ns < FAST_NS ? 40 : 0);
}
