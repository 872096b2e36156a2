/** Classroom's tests as rows of a rubric and as Go tests, where that says the same. */
import { posix } from 'node:path';
import { type FileTree, tree } from '#services/classroom/trees.ts';
import { type GoCommand, readCommand } from './command.ts';
import type { Left } from './left.ts';
import { foreignRegex, PROGRAM_TESTS, type ProgramTest, programTests } from './program-test.ts';
import { type ClassroomTest, MOST_POINTS, MOST_TEXT } from './tests.ts';

/** A row of `rubric:` as written. */
export type RubricRow = Readonly<Record<string, unknown>>;

export interface ImportedRubric {
  readonly rows: readonly RubricRow[];
  /** Files of tests/, by path. */
  readonly tests: ReadonlyMap<string, string>;
  readonly left: readonly Left[];
}

/** `code`: the starter, as far as it is here; without it nothing is known of packages. */
export function importRubric(tests: readonly ClassroomTest[], code: FileTree | undefined): ImportedRubric {
  const mixed = tests.some(({ setup, command }) => readCommand(setup, command).command?.does === 'run');
  const making: Making = {
    code,
    mixed,
    rows: [],
    programs: [],
    left: [],
    names: new Set(),
    functions: new Set(),
  };
  for (const test of tests) one(making, test);
  const { rows, left, programs } = making;
  const files = programs.length > 0 ? [[`${PROGRAM_TESTS}/io_test.go`, programTests(programs)] as const] : [];
  return { rows, left, tests: new Map(files) };
}

interface Making {
  readonly code: FileTree | undefined;
  /** Programs are started beside other tests, which must be told apart from these. */
  readonly mixed: boolean;
  readonly rows: RubricRow[];
  readonly programs: ProgramTest[];
  readonly left: Left[];
  readonly names: Set<string>;
  readonly functions: Set<string>;
}

function one(making: Making, test: ClassroomTest): void {
  const tell = (field: string, why: string, todo: string) =>
    making.left.push({ file: test.file, field: `${test.field}${field}`, why: `${test.name}: ${why}`, todo });
  const { command, lost } = readCommand(test.setup, test.command);
  if (test.kind === 'python' || !command) {
    const what =
      test.kind === 'python'
        ? "it runs Python's pytest"
        : `\`${test.command.slice(0, 200)}\` is no command of Go that is known here`;
    return void tell('', what, 'Write it as a Go test in tests/ and give it a criterion');
  }
  const why = cannot(command, test, making.code);
  if (why) return void tell('', why, 'Write it as a Go test in tests/ and give it a criterion');
  for (const words of lost) tell('', `${words} has no place here`, 'See whether the tests need it');
  if (test.points === undefined)
    tell('.points', 'it had no points', 'It got 1; say in assignment.yaml what it is worth');
  if (test.points === MOST_POINTS)
    tell('.points', 'it had too many points', `It got ${MOST_POINTS}; say in assignment.yaml what it is worth`);
  if (test.minutes !== undefined && test.minutes < 10 / 60)
    tell('.timeout', 'it had less time than tests have here', 'Set limits.test in assignment.yaml');
  if (command.does === 'test')
    tell(
      '',
      'a run of `go test` was all or nothing',
      'Here each test earns its share; say so to students, or set weights',
    );
  const name = unique(making.names, slugOf(test.name), '-');
  making.rows.push({ name, title: test.name.slice(0, 120), ...rowOf(making, command, test), points: test.points ?? 1 });
}

/** Why the command cannot be carried over although it is Go's. */
function cannot(command: GoCommand, test: ClassroomTest, code: FileTree | undefined): string | undefined {
  if ([test.input, test.output].some((text) => text.length >= MOST_TEXT)) return 'its input or output is too long';
  if (command.does === 'test' && code && testsOf(code, command.packages).length === 0)
    return 'the starter has no tests there';
  if (command.does !== 'run') {
    return test.kind === 'io'
      ? `what \`${test.command.slice(0, 200)}\` prints is compared, and that is Go's own`
      : undefined;
  }
  if (command.dir.startsWith('..') || command.dir.startsWith('/'))
    return `the program is outside of the repository: ${command.dir}`;
  if (code && !hasMain(code, command.dir)) return `the starter has no package main in ${command.dir}`;
  return test.kind === 'io' && test.comparison === 'regex' ? foreignRegex(test.output.trim()) : undefined;
}

function rowOf(making: Making, command: GoCommand, test: ClassroomTest): RubricRow {
  if (command.does === 'run') return { check: 'tests', options: programRow(making, command, test) };
  if (command.does !== 'test') return { check: command.does };
  const { race, packages, count } = command;
  const run = command.run ?? (making.mixed ? exactly(testsOf(making.code ?? tree([]), packages)) : undefined);
  const options = {
    ...(run && { run }),
    ...(packages.length > 0 && { packages }),
    ...(!race && count > 1 && { count }),
  };
  return { check: race ? 'race' : 'tests', ...(Object.keys(options).length > 0 && { options }) };
}

function programRow({ programs, functions }: Making, { dir, args }: GoCommand & { does: 'run' }, test: ClassroomTest) {
  const name = unique(
    functions,
    `TestProgram${test.name
      .split(/[^A-Za-z0-9]+/)
      .map(capital)
      .join('')}`,
    '',
  );
  // Where only the exit counted, whatever it prints is right.
  const compared = test.kind === 'io' ? test : { output: '', comparison: 'included' as const };
  programs.push({
    dir,
    name,
    shown: test.command.trim().slice(0, 200),
    args,
    input: test.input,
    output: compared.output,
    comparison: compared.comparison,
  });
  return { run: `^${name}$`, packages: [PROGRAM_TESTS] };
}

function hasMain(code: FileTree, dir: string): boolean {
  return sources(code, [dir], '.go').some((text) => /^package main\b/m.test(text));
}

/** Names of the test functions of packages; of all where none is named. */
function testsOf(code: FileTree, packages: readonly string[]): string[] {
  const texts = sources(code, packages, '_test.go');
  return texts
    .flatMap((text) => [...text.matchAll(/^func (Test(?![a-z])\w*)\(/gm)].map((match) => match[1]!))
    .filter((name) => name !== 'TestMain');
}

function sources(code: FileTree, packages: readonly string[], ending: string): string[] {
  const isIn = (dir: string) =>
    packages.length === 0 ||
    packages.some((each) => dir === each || (each.endsWith('/...') && dir.startsWith(each.slice(0, -3))));
  return [...code].flatMap(([path, content]) =>
    path.endsWith(ending) && isIn(posix.dirname(path)) ? [Buffer.from(content).toString()] : [],
  );
}

function exactly(names: readonly string[]): string {
  return `^(${names.join('|')})$`;
}

function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain.slice(0, 50) || 'test';
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function unique(taken: Set<string>, wish: string, between: string): string {
  let name = wish;
  for (let n = 2; taken.has(name); n++) name = `${wish}${between}${n}`;
  taken.add(name);
  return name;
}
