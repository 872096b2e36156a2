/**
 * Hints at benchmarks that pay for wrong answers. They come from the text of the hidden tests alone: nothing is said of a
 * benchmark that hands itself on or panics, and one that compares too little goes unnoticed.
 */
import type { Options } from '#graders/benchmarks/options.ts';
import { directoryOf, topLevel } from '#graders/go/places.ts';
import type { Assignment, Criterion } from '#services/classroom/assignment/document.ts';
import { teacherSide } from '#workers/grading/teacher.ts';

/** One line for each benchmark of a criterion that no wrong result can fail. */
export function benchmarkHints(assignment: Assignment): readonly string[] {
  const { hidden, testDirs } = teacherSide(assignment);
  const tests = [...hidden].filter(([path]) => path.endsWith('_test.go'));
  return assignment.document.rubric.flatMap((criterion) => {
    const { names, dir = testDirs[0] } = benchmarksOf(criterion);
    const own = tests.filter(([path]) => directoryOf(path) === dir);
    return names.flatMap((name) =>
      own.flatMap(([path, content]) => hintAt(`tests/${path}`, Buffer.from(content).toString(), name, criterion.name)),
    );
  });
}

function benchmarksOf({ check, options }: Criterion): { names: readonly string[]; dir?: string | undefined } {
  if (check !== 'benchmarks') return { names: [] };
  const { limits = [], speed = [], package: dir } = options as Options;
  return { names: [...new Set([...limits, ...speed].map(({ benchmark }) => topLevel(benchmark)))], dir };
}

function hintAt(path: string, source: string, name: string, criterion: string): readonly string[] {
  const found = new RegExp(`^func ${name}\\(.*?^\\}`, 'ms').exec(bare(source));
  const lack = found && lackOf(found[0]);
  if (!lack) return [];
  const line = source.slice(0, found.index).split('\n').length;
  const right = 'compare each result with what it must be, and call b.Fatal where it is not';
  return [
    `${path}:${line}: ${name} ${lack}, so ${criterion} pays for wrong results that the tests do not meet; ${right}`,
  ];
}

const FAILS = 'Error|Errorf|Fail|FailNow|Fatal|Fatalf';
/** By what a benchmark may fail without a word of it here. */
const ELSEWHERE = /\bpanic\(|\bmust\w*\(|\blog\.(?:Fatal|Panic)|\bos\.Exit\(|\.Run(?:Parallel)?\((?![^\n]*\bfunc\()/i;

/** What a benchmark lacks to notice a wrong result; undefined when it may notice one. */
function lackOf(text: string): string | undefined {
  const own = [...new Set([...text.matchAll(/\b(\w+) \*testing\.\w+/g)].map(([, name]) => name))].join('|');
  const isHandedOn = new RegExp(`\\b(?:${own})\\b(?!\\s*\\.| \\*testing)`).test(text);
  if (isHandedOn || ELSEWHERE.test(text)) return undefined;
  const count = (pattern: string) => text.match(new RegExp(pattern, 'g'))?.length ?? 0;
  const failing = `\\b(?:${own})\\.(?:${FAILS})\\(`;
  const all = count(failing);
  if (all === 0) return 'never fails';
  return count(`[ ;]\\w*[eE]rr != nil \\{\\s*${failing}`) === all ? 'fails for errors alone' : undefined;
}

/** Go source with blanks in place of comments and of what stands in quotes, so that every place stays where it is. */
function bare(source: string): string {
  const quiet = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])*'/g;
  return source.replace(quiet, (text) => text.replace(/[^\n]/g, ' '));
}
