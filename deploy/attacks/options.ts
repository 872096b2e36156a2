import { parseArgs } from 'node:util';

export interface Options {
  /** Every case in every way. */
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
  /** Size of the sample; undefined: no sample, but all that was asked for. */
  readonly sample: number | undefined;
  /** So many more are drawn, and tried in the ways that were not chosen. */
  readonly others: number;
  /** What is drawn with: the same cases for the same seed. */
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
Without --all, --class, --case or --sample: every attack and every control, each in its assignment's own way.

  --all              every attack and every control, in every way
  --class NAME       the classes whose name contains NAME (repeatable); \`controls\` is one
  --case ID          single cases by the beginning of their name (repeatable)
  --way WAY          auto (default: the assignment's own, sealed where its lock says so) or shared (repeatable)
  --without LAYER    switch layers of the judge off: ${LAYERS.join(', ')} (repeatable, or with commas)
  --layers           a table: policy off, and with it each other layer in turn, and the naive grader
  --naive            on a naive grader: go test -json in one container, last event wins
  --sample N         a sample with so many attacks, and a third as many controls (25 with a layer off or --naive)
  --others N         besides, a sample of that size in the ways that --way does not name (0)
  --seed TEXT        what samples are drawn with (today's date)
  --lanes N          cases at a time (2)
  --write FILE       write the dated table in Markdown
  --json             one JSON document on standard output

Exit: 0 every case holds, 1 one does not, 2 usage. With --layers 1 when a case reaches nothing whatever is off, and
its head does not say why it is kept (neverSucceeds).
`;

/** Size of a sample on weakened judges, where nothing else was said: each case is tried many times. */
const SAMPLE = 25;

/** Throws an Error in words for wrong usage; undefined when only help was asked for. */
export function readOptions(args: readonly string[]): Options | undefined {
  const many = { type: 'string', multiple: true, default: [] as string[] } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ all: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      ...{ layers: { type: 'boolean' }, naive: { type: 'boolean' } },
      ...{ class: many, case: many, without: many, way: many },
      ...{ lanes: { type: 'string', default: '2' }, sample: { type: 'string' }, others: { type: 'string' } },
      ...{ seed: { type: 'string', default: new Date().toISOString().slice(0, 10) }, write: { type: 'string' } },
    } as const,
  });
  if (values.help) return undefined;
  const isWeak = values.layers === true || values.naive === true || values.without.length > 0;
  const sample = values.sample === undefined ? undefined : whole('sample', values.sample, 500);
  const options = {
    ...{ all: values.all === true, json: values.json === true, layers: values.layers === true },
    ...{ naive: values.naive === true, classes: values.class, cases: values.case },
    ways: waysOf(values.way, values.all === true),
    ...{ lanes: whole('lanes', values.lanes, 8), sample: sample ?? SAMPLE },
    others: values.others === undefined ? 0 : whole('others', values.others, 500),
    ...{ without: values.without.flatMap((words) => words.split(',')).map(layer) },
    ...{ seed: values.seed, write: values.write },
  };
  const isDrawn = isOpenChoice(options) && (isWeak || sample !== undefined);
  return isDrawn ? options : { ...options, sample: undefined };
}

function isOpenChoice({ all, classes, cases }: Pick<Options, 'all' | 'classes' | 'cases'>): boolean {
  return !all && classes.length === 0 && cases.length === 0;
}

/** The options that draw the same cases again; undefined when nothing was drawn. */
export function drawnWith({ sample, others, seed }: Pick<Options, 'sample' | 'others' | 'seed'>): string | undefined {
  const sizes = [
    ...(sample === undefined ? [] : [`--sample ${sample}`]),
    ...(others === 0 ? [] : [`--others ${others}`]),
  ];
  return sizes.length === 0 ? undefined : [...sizes, `--seed ${seed}`].join(' ');
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
