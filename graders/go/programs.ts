/** The student's programs that tests from outside start: whether there are any, and where they crashed. */
import type { Outcomes } from '../check.ts';
import type { CompileOutcome, CompileStep } from '../steps/compile.ts';
import type { ProcessOutcome } from '../steps/process.ts';
import { compileTrouble, readCompiler } from './compiler.ts';
import { asFinding } from './findings.ts';
import type { HiddenTrouble } from './hidden.ts';
import { CRASHED, type Crash, crashesIn } from './panic.ts';
import type { Places } from './places.ts';
import { oneLine } from './text.ts';

/** How the programs were built; trouble only when none was, for then no test can run. */
export function programsBuilt(
  programs: readonly (readonly [dir: string, program: CompileStep])[],
  places: Places,
  outcomes: Outcomes,
): { readonly compiled: CompileOutcome; readonly unbuilt: HiddenTrouble | undefined } {
  const all = programs.map(([dir, program]) => [dir, outcomes.compiled(program)] as const);
  const [dir, compiled] = all.find(([, outcome]) => isBuilt(outcome)) ?? all[0]!;
  return { compiled, unbuilt: isBuilt(compiled) ? undefined : programTrouble(dir, compiled, places) };
}

function isBuilt({ ending, exitCode }: CompileOutcome): boolean {
  return ending === 'exited' && exitCode === 0;
}

/** Nothing of the tests is in that build, so the compiler may speak for itself. */
function programTrouble(dir: string, compiled: CompileOutcome, places: Places): HiddenTrouble {
  const trouble = compileTrouble(compiled);
  if (trouble !== undefined) return { cause: `not run: ${trouble}`, findings: [] };
  const { messages, lines } = readCompiler(compiled.stderr);
  const [first] = messages;
  const words = first ? `${first.file}:${first.line}: ${first.message}` : (lines[0] ?? 'there is no program');
  return {
    cause: oneLine(`your program in ${dir === '.' ? 'the root of the module' : dir} does not build: ${words}`, 240),
    findings: messages.flatMap((message) => asFinding('compile', 'error', message, places)),
  };
}

/** The last crash of a program that a test has started. */
export function crashOfProgram({ programs = [] }: ProcessOutcome, places: Places): Crash | undefined {
  const crashed = programs.findLast(({ exitCode }) => exitCode === CRASHED);
  return crashed && crashesIn(`${crashed.stderr}\n${crashed.stdout}`, places).at(-1);
}
