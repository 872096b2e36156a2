/** `npm run attacks`: see options.ts. */
import { writeFile } from 'node:fs/promises';
import { battle } from './attack.ts';
import { layersTable } from './layers.ts';
import { HELP, type Options, readOptions } from './options.ts';
import { battleDocument, battleMarkdown, summary } from './show/battle.ts';
import { layersMarkdown, noTests } from './show/layers.ts';
import { line } from './show/line.ts';

const stop = new AbortController();
process.once('SIGINT', () => stop.abort(new Error('interrupted')));

let options: Options | undefined;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n\n${HELP}`);
  process.exit(2);
}
if (!options) process.stdout.write(HELP);
else process.exitCode = (await run(options)) ? 0 : 1;

async function run(options: Options): Promise<boolean> {
  const say = (text: string) => void process.stderr.write(`${text}\n`);
  if (options.layers || options.naive || options.without.length > 0) {
    const table = await layersTable(options, say, stop.signal);
    if (options.write) await writeFile(options.write, layersMarkdown(table, options));
    if (options.json) process.stdout.write(`${JSON.stringify(table)}\n`);
    const without = options.layers ? noTests(table) : []; // fewer columns prove nothing
    for (const name of without) say(`✗ ${name} reaches nothing, whatever is off, and does not say why it is kept`);
    return without.length === 0;
  }
  const result = await battle(options, (tried) => say(line(tried)), stop.signal);
  say(summary(result));
  if (options.write) await writeFile(options.write, battleMarkdown(result));
  if (options.json) process.stdout.write(`${JSON.stringify(battleDocument(result))}\n`);
  return result.aftermath.length === 0 && result.tried.every(({ problems }) => problems.length === 0);
}
