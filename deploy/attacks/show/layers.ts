import { type LayersRow, type LayersTable, nameOf } from '../layers.ts';
import type { Options } from '../options.ts';
import { TROUBLE } from '../verdict.ts';

/** The dated table of layers, with what each column lets through that the first one stops. */
export function layersMarkdown({ columns, rows, of }: LayersTable, options: Options): string {
  return [
    `# What each layer stops, ${new Date().toISOString().slice(0, 10)}`,
    '',
    `Made by \`npm run attacks -- --layers ${choice(options)} --write graders/judge/attacks/LAYERS.md\`: ${extent(rows, of)}${options.sample !== undefined ? ', drawn from those that are not said to succeed never' : ''}.`,
    '',
    'A column names the layers that are off; the policy is off in all of them. A mark: the',
    'attack reached something (points, a canary, a bomb that went off, a neighbour); `?`: the weakened judge itself failed, which counts for nothing. Cases of the fetch, the receiver and the renderers have no layers.',
    '',
    `| off | cases | reached something | of them stopped with only the policy off |`,
    '|---|---:|---:|---:|',
    ...columns.map((column, c) => `| ${nameOf(column)} | ${tried(rows, c)} | ${hits(rows, c)} | ${added(rows, c)} |`),
    '',
    ...weakOnes(rows),
    `| case | ${columns.map(nameOf).join(' | ')} |`,
    `|---|${columns.map(() => '---').join('|')}|`,
    ...rows.map((row) => `| ${row.case.name} | ${columns.map((_, c) => cell(row, c)).join(' | ')} |`),
    '',
  ].join('\n');
}

/** The options that choose the same cases again. */
function choice({ all, classes, cases, sample, seed }: Options): string {
  const named = [...classes.map((name) => `--class ${name}`), ...cases.map((id) => `--case ${id}`)];
  if (named.length > 0) return named.join(' ');
  return all ? '--all' : `--sample ${sample} --seed ${seed}`;
}

function extent(rows: readonly LayersRow[], of: number): string {
  if (rows.length === of) return `all ${of} attacks that are submissions`;
  const counts = [...Map.groupBy(rows, (row) => row.case.class)].map(([name, list]) => `${name} ${list.length}`);
  return `a sample of ${rows.length} of ${of} attacks that are submissions (${counts.join(', ')})`;
}

function cell(row: LayersRow, c: number): string {
  const words = row.reached[c];
  if (words === undefined) return '';
  const mark = hasReached(words) ? '✗' : '?';
  return words.length === 0 ? '·' : `${mark} ${words.join('; ').replace(/[|\n]/g, ' ').slice(0, 90)}`;
}

/** A weakened judge that fails is no success: it may be what was taken away that it misses. */
function hasReached(words: readonly string[] | undefined): boolean {
  return words?.some((one) => !one.startsWith(TROUBLE)) === true;
}

function tried(rows: readonly LayersRow[], c: number): number {
  return rows.filter(({ reached }) => reached[c] !== undefined).length;
}

function hits(rows: readonly LayersRow[], c: number): number {
  return rows.filter(({ reached }) => hasReached(reached[c])).length;
}

function added(rows: readonly LayersRow[], c: number): number {
  return rows.filter(({ reached }) => hasReached(reached[c]) && !hasReached(reached[0])).length;
}

/** Cases that reached nothing anywhere. */
function reachNothing(rows: readonly LayersRow[]): readonly LayersRow[] {
  return rows.filter(({ reached }) => reached.some((words) => words !== undefined) && !reached.some(hasReached));
}

/** Those of them that do not say why they are kept: they are no tests. Names. */
export function noTests({ rows }: LayersTable): readonly string[] {
  return reachNothing(rows)
    .filter((row) => row.case.head.neverSucceeds === undefined)
    .map((row) => row.case.name);
}

function weakOnes(rows: readonly LayersRow[]): string[] {
  const never = reachNothing(rows);
  if (never.length === 0) return [];
  const lines = never.map(({ case: { name, head } }) => `- ${name}: ${head.neverSucceeds ?? '**no reason given**'}`);
  return ['Reached nothing anywhere, and kept for the reason given:', '', ...lines, ''];
}
