import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Settings } from 'typebox/system';
import { type Document, isMap, LineCounter, parseDocument } from 'yaml';
import { InvalidInput, type Problem } from './errors.ts';
import { ofMeantBranches, type SchemaError, schemaAt } from './schema-errors.ts';

// By default TypeBox stops after eight; a person wants to see them all.
Settings.Set({ maxErrors: 200 });

/** A YAML file that fits its schema, and the places of its fields for problems found later. */
export interface YamlFile<T> {
  readonly value: T;
  /** A problem at a field, e.g. `at(['rubric', 2, 'points'], 'must be more than 0')`. */
  at(path: readonly (string | number)[], message: string): Problem;
}

/** Reads and validates; throws InvalidInput with every problem, each at its line and field. */
export function readYaml<S extends TSchema>(file: string, text: string, schema: S): YamlFile<Static<S>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) throw new InvalidInput(document.errors.map((e) => syntax(file, lines, e)));
  const value = document.toJS({ maxAliasCount: 20 }) ?? {};
  const at = (path: readonly (string | number)[], message: string): Problem => {
    const { line, col } = place(document, lines, path);
    return { file, line, column: col, field: fieldName(path), message };
  };
  const problems = violations(schema, value).map(({ path, message }) => at(path, message));
  if (problems.length > 0) throw new InvalidInput(problems);
  return { value: value as Static<S>, at };
}

/** What does not fit the schema, in words, at most one per field. */
export function violations(schema: TSchema, value: unknown): { path: (string | number)[]; message: string }[] {
  const found = new Map<string, { path: (string | number)[]; message: string }>();
  for (const error of ofMeantBranches(Compile(schema).Errors(value) as SchemaError[])) {
    const path = pointer(error.instancePath);
    const params = error.params as Record<string, unknown>;
    const extra = params.additionalProperties as string[] | undefined;
    if (error.keyword === 'additionalProperties' && extra) {
      for (const name of extra) {
        found.set(fieldName([...path, name]), { path: [...path, name], message: unknownField(schema, path, name) });
      }
    } else if (!found.has(fieldName(path))) {
      found.set(fieldName(path), { path, message: inWords(error.keyword, error.message, params) });
    } else if (error.keyword === 'const') {
      const other = found.get(fieldName(path));
      if (other) found.set(fieldName(path), { path, message: `${other.message} or ${String(params.allowedValue)}` });
    }
  }
  return [...found.values()];
}

/** The candidate closest to a mistyped word, or undefined when none is near. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates.map((candidate) => ({ candidate, distance: distance(word, candidate) }));
  const best = ranked.sort((a, b) => a.distance - b.distance)[0];
  return best && best.distance <= Math.max(2, word.length / 3) ? best.candidate : undefined;
}

function inWords(keyword: string, message: string, params: Record<string, unknown>): string {
  if (keyword === 'required') return `lacks ${(params.requiredProperties as string[]).join(', ')}`;
  if (keyword === 'enum') return `must be one of ${(params.allowedValues as unknown[]).join(', ')}`;
  if (keyword === 'const') return `must be ${String(params.allowedValue)}`;
  if (keyword === 'pattern') return `must look like ${String(params.pattern)}`;
  return message;
}

function unknownField(schema: TSchema, path: readonly (string | number)[], name: string): string {
  const known = Object.keys(schemaAt(schema, path)?.properties ?? {});
  const near = closest(name, known);
  if (near) return `is not known here; did you mean ${near}?`;
  return known.length > 0 ? `is not known here; known are ${known.join(', ')}` : 'is not known here';
}

function place(document: Document, lines: LineCounter, path: readonly (string | number)[]) {
  for (let depth = path.length; depth >= 0; depth--) {
    const parent = depth === 0 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    const key = path[depth - 1];
    const pair = isMap(parent) ? parent.items.find((item) => String(item.key) === String(key)) : undefined;
    const node = (pair?.key ?? (depth > 0 ? document.getIn(path.slice(0, depth), true) : parent)) as {
      range?: number[];
    };
    if (node?.range) return lines.linePos(node.range[0] ?? 0);
  }
  return { line: 1, col: 1 };
}

function syntax(file: string, lines: LineCounter, error: { pos: [number, number]; message: string }): Problem {
  const { line, col } = lines.linePos(error.pos[0]);
  return { file, line, column: col, field: '', message: error.message.split('\n')[0] ?? error.message };
}

function pointer(instancePath: string): (string | number)[] {
  const steps = instancePath.split('/').slice(1);
  return steps.map((s) => (/^\d+$/.test(s) ? Number(s) : s.replaceAll('~1', '/').replaceAll('~0', '~')));
}

function fieldName(path: readonly (string | number)[]): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
