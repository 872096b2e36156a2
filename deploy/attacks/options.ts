import { parseArgs } from 'node:util';

export interface Options {
  /** Every case; otherwise a sample. */
  readonly all: boolean;
  readonly classes: readonly string[];
  readonly cases: readonly string[];
  readonly json: boolean;
  /** How hidden tests reach the code; `auto` is the assignment's own way. */
  readonly ways: readonly Way[];
  readonly lanes: number;
  /** Layers that are switched off, e.g. `policy`, `records`. */
  readonly without: readonly Layer[];
  /** The table of layers: every case with each of them off in turn. */
  readonly layers: boolean;
  readonly naive: boolean;
  /** Size and seed of the sample. */
  readonly sample: number;
  readonly seed: string;
  /** Where the dated table is written; undefined: nowhere. */
  readonly write: string | undefined;
}

export const LAYERS = ['policy', 'split', 'records', 'uid', 'image', 'limits', 'canaries', 'mark', 'clock'] as const;

export type Layer = (typeof LAYERS)[number];

export const WAYS = ['auto', 'shared'] as const;

export type Way = (typeof WAYS)[number];

export const HELP = `npm run attacks -- [options]

Grades submissions that try to cheat, spy or break, each through the real grading core and containers.
Without --all, --class or --case: a seeded sample of attacks and controls.

  --all              every attack and every control, in every way
  --class NAME       the classes whose name contains NAME (repeatable); \`controls\` is one
  --case ID          single cases by the beginning of their name (repeatable)
  --way WAY          auto (default: the assignment's own, sealed where its lock says so) or shared (repeatable)
  --without LAYER    switch layers of the judge off: ${LAYERS.join(', ')} (repeatable, or with commas)
  --layers           a table: policy off, and with it each other layer in turn, and the naive grader
  --naive            on a naive grader: go test -json in one container, last event wins
  --sample N         size of the sample (25)     --seed TEXT   what it is drawn with (today's date)
  --lanes N          cases at a time (2)
  --write FILE       write the dated table in Markdown
  --json             one JSON document on standard output

Exit: 0 every case holds, 1 one does not, 2 usage.
`;

/** Throws an Error in words for wrong usage; undefined when only help was asked for. */
export function readOptions(args: readonly string[]): Options | undefined {
  const many = { type: 'string', multiple: true, default: [] as string[] } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ all: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      ...{ layers: { type: 'boolean' }, naive: { type: 'boolean' } },
      ...{ class: many, case: many, without: many, way: many },
      ...{ lanes: { type: 'string', default: '2' }, sample: { type: 'string', default: '25' } },
      ...{ seed: { type: 'string', default: new Date().toISOString().slice(0, 10) }, write: { type: 'string' } },
    } as const,
  });
  if (values.help) return undefined;
  return {
    ...{ all: values.all === true, json: values.json === true, layers: values.layers === true },
    ...{ naive: values.naive === true, classes: values.class, cases: values.case },
    ways: waysOf(values.way, values.all === true),
    ...{ lanes: whole('lanes', values.lanes, 8), sample: whole('sample', values.sample, 500) },
    ...{ without: values.without.flatMap((words) => words.split(',')).map(layer) },
    ...{ seed: values.seed, write: values.write },
  };
}

function whole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most) throw new Error(`--${name} is a number from 1 to ${most}`);
  return value;
}

function waysOf(words: readonly string[], all: boolean): readonly Way[] {
  if (words.length === 0) return all ? WAYS : ['auto'];
  return words.map((word) => {
    const found = WAYS.find((way) => way === word);
    if (!found) throw new Error(`--way ${word}: ways are ${WAYS.join(', ')}`);
    return found;
  });
}

function layer(word: string): Layer {
  const found = LAYERS.find((name) => name === word);
  if (!found) throw new Error(`--without ${word}: layers are ${LAYERS.join(', ')}`);
  return found;
}
