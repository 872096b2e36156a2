/**
 * Hidden tests that do not compile with the student's package. The compiler's messages quote code of the hidden
 * files, so none is passed on as it is: only messages of known shapes, rebuilt from names and types, which the
 * student needs to see what is missing. Everything else is counted, not shown.
 */
import type { Finding } from '../check.ts';
import type { CompileOutcome } from '../steps/compile.ts';
import { type CompilerMessage, compileTrouble, readCompiler } from './compiler.ts';
import { asFinding } from './findings.ts';
import type { Places } from './places.ts';
import { oneLine } from './text.ts';

export interface HiddenTrouble {
  /** One line: `the tests do not compile with your package: undefined: Top`. */
  readonly cause: string;
  readonly findings: readonly Finding[];
}

const NAME = String.raw`[\w.]{1,120}`;
/** Types and signatures: no quotes, so no literal of a hidden file can hide in one. */
const TYPE = String.raw`[\w.*[\](){}<>,;~| -]{1,300}?`;
const SHOWN = 5;

/** What `cannot use … in …` says about the place; for arguments with the function's name. */
const PLACE = `(argument to ${NAME}|assignment|return statement|variable declaration|struct literal|range clause|send)`;

/** A shape of message, and what is shown of it. The first that matches the whole message counts. */
const SHAPES: readonly (readonly [RegExp, (part: readonly string[]) => string])[] = [
  [shape(`undefined: (${NAME})`), ([, name]) => `undefined: ${name}`],
  [
    shape(
      String.raw`.*undefined \(type (${TYPE}) has no field or method (\w+)(, but does have (?:field|method) \w+)?\)`,
    ),
    ([, type, name, hint]) => `${type} has no field or method ${name}${hint ?? ''}`,
  ],
  [shape(String.raw`.*\(?(cannot refer to unexported (?:field|method|name) ${NAME})\)?`), ([, words]) => `${words}`],
  [shape(String.raw`name (\w+) not exported by package (\w+)`), ([, name, from]) => `${from} does not export ${name}`],
  [
    shape(String.raw`(not enough|too many) arguments in call to (?:.*?)(\w*) have \((${TYPE}|)\) want \((${TYPE}|)\)`),
    ([, few, name, have, want]) =>
      `${few} arguments in call to ${name}: the tests pass (${have}), yours wants (${want})`,
  ],
  [
    shape(`(assignment mismatch: \\d+ variables? but ${NAME})(?:\\(.*\\))?( returns? \\d+ values?)`),
    ([, words, values]) => `${words}${values}`,
  ],
  [
    shape(
      String.raw`.*?(${TYPE} does not (?:implement|satisfy) ${TYPE} \((?:missing method|wrong type for method|method) \w+[\w ]*\))(?: have (${TYPE}) want (${TYPE}))?`,
    ),
    ([, words, have, want]) => (have ? `${words}: have ${have}, want ${want}` : words!),
  ],
  [
    shape(String.raw`.*?(${TYPE} does not (?:implement|satisfy) ${TYPE} \(${TYPE} missing in ${TYPE}\))`),
    ([, words]) => words!,
  ],
  [
    shape(String.raw`cannot use .*\((?:[a-z]+ )+of (?:[a-z]+ )?type (${TYPE})\) as (${TYPE}) value in ${PLACE}`),
    ([, from, to, place]) => `the tests use ${from} as ${to} in ${place}`,
  ],
  [
    shape(String.raw`cannot use .*\(untyped (\w+) (?:constant|value)[^)]*\) as (${TYPE}) value in ${PLACE}`),
    ([, kind, to, place]) => `the tests use an untyped ${kind} constant as ${to} in ${place}`,
  ],
  [
    shape(String.raw`(?:.*?\b)?(\w+)\(.*\) \(no value\) used as value`),
    ([, name]) => `${name} gives no value, but the tests use one`,
  ],
  [
    shape(String.raw`unknown field (\w+) in struct literal of type (${TYPE})(, but does have \w+)?`),
    ([, field, type, hint]) => `${type} has no field ${field}${hint ?? ''}`,
  ],
  [
    shape(String.raw`(\w+) redeclared in this block(?: .*)?`),
    ([, name]) => `${name} is declared by the tests too and yours needs another name`,
  ],
  [
    shape(String.raw`in call to (${NAME}), cannot infer (\w+).*`),
    ([, name, type]) => `in call to ${name}, cannot infer ${type}`,
  ],
  [shape(`(${NAME}) is not a type`), ([, name]) => `${name} is not a type`],
  [
    shape(String.raw`invalid operation: cannot call (?:non-function )?(${NAME}) \(.*\)(?:: .* is not a function)?`),
    ([, name]) => `${name} is not a function`,
  ],
  [
    shape(
      String.raw`(?:package |no required module provides package |cannot find module providing package )([\w./~-]{1,200})(?: is not in std.*|[:;].*)?`,
    ),
    ([, path]) => `there is no package ${path}`,
  ],
];

/** Why the program of the hidden tests was not built; undefined when it was. */
export function hiddenTrouble(outcome: CompileOutcome, places: Places): HiddenTrouble | undefined {
  if (outcome.ending === 'exited' && outcome.exitCode === 0) return undefined;
  const trouble = compileTrouble(outcome);
  if (trouble !== undefined) return { cause: `not run: ${trouble}`, findings: [] };
  const { messages } = readCompiler(outcome.stderr);
  const words = messages.flatMap((message) => inWords(message, places));
  return {
    cause: mismatch(words, messages.length),
    findings: messages.flatMap((message) => findingOf(message, places)),
  };
}

/** The cause, of what can be said; `all`: how much there is, said or not. */
export function mismatch(words: readonly string[], all = 0): string {
  const shown = [...new Set(words)];
  const more = Math.max(all, shown.length) > Math.min(shown.length, SHOWN) ? ' (and more)' : '';
  const listed = shown.slice(0, SHOWN).join('; ');
  return `the tests do not compile with your package${shown.length > 0 ? `: ${listed}${more}` : ''}`;
}

/** The words of one message: as it is when it is about the student's own file, rebuilt or nothing otherwise. */
function inWords(message: CompilerMessage, places: Places): readonly string[] {
  const file = places(message.file);
  if (file) return [`${file}:${message.line}: ${message.message}`];
  const text = [message.message, ...message.more].join(' ');
  for (const [expression, words] of SHAPES) {
    const part = expression.exec(text);
    if (part) return [oneLine(words(part), 240)];
  }
  return [];
}

const OTHER_DECLARATION = /^([^:]+):(\d+):(\d+): other declaration of (\w+)$/;

/** A place in the student's file: the message's own, or the other declaration that it names. */
function findingOf(message: CompilerMessage, places: Places): readonly Finding[] {
  if (places(message.file)) return asFinding('compile', 'error', message, places);
  return message.more.flatMap((line) => {
    const other = OTHER_DECLARATION.exec(line);
    if (!other) return [];
    const [, file, at, column, name] = other;
    const text = `${name} is declared by the hidden tests too; give yours another name`;
    return asFinding(
      'compile',
      'error',
      { file: file!, line: Number(at), column: Number(column), message: text },
      places,
    );
  });
}

function shape(source: string): RegExp {
  return new RegExp(`^${source}$`);
}
