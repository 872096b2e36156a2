/**
 * A servant that does not compile: the student's package does not have what the tests use. The compiler complains
 * about generated code that nobody has seen; what its lines mean stands beside them.
 */
import type { GlueLine } from '../check.ts';
import type { CompileOutcome } from '../steps/compile.ts';
import { compileTrouble, readCompiler } from './compiler.ts';
import { asFinding } from './findings.ts';
import { type HiddenTrouble, mismatch } from './hidden.ts';
import type { Places } from './places.ts';
import { oneLine } from './text.ts';

const NOTHING_FOUND = /^undefined: |has no field or method|undefined \(type|unknown field|cannot refer to unexported/;

/** Why a servant was not built; undefined when it was. */
export function glueTrouble(
  outcome: CompileOutcome,
  glue: readonly GlueLine[],
  places: Places,
): HiddenTrouble | undefined {
  if (outcome.ending === 'exited' && outcome.exitCode === 0) return undefined;
  const trouble = compileTrouble(outcome);
  if (trouble !== undefined) return { cause: `not run: ${trouble}`, findings: [] };
  const { messages } = readCompiler(outcome.stderr);
  const words = messages.flatMap((message) => {
    const file = places(message.file);
    if (file) return [`${file}:${message.line}: ${message.message}`];
    const line = lineOf(message, glue);
    return line ? [oneLine(NOTHING_FOUND.test(message.message) ? line.lacks : line.differs, 240)] : [];
  });
  return {
    cause: mismatch(words),
    findings: messages.flatMap((message) => asFinding('compile', 'error', message, places)),
  };
}

/** The line that a message is about; where a line is about several names, the longest that the message has. */
function lineOf(
  { file, line, message }: { readonly file: string; readonly line: number; readonly message: string },
  glue: readonly GlueLine[],
): GlueLine | undefined {
  const path = file.replace(/^\.\//, '');
  const here = glue.filter((one) => one.file === path && one.line === line);
  const named = here.filter(({ name }) => name.split('.').every((part) => new RegExp(`\\b${part}\\b`).test(message)));
  return named.toSorted((a, b) => b.name.length - a.name.length)[0] ?? here[0];
}
