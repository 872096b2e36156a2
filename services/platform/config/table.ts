/** Writes the table of settings into README.md: the one place where they are described is keys.ts. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CONFIG_KEYS } from '../config.ts';

const readme = join(import.meta.dirname, '../../../README.md');
const section = /(<!-- settings:.*?-->\n)[\s\S]*?(<!-- \/settings -->)/;

/** README.md with the rows of the table as they have to be. */
export function withSettings(text: string): string {
  const rows = CONFIG_KEYS.map(
    ({ name, default: standard, what }) => `| \`${name}\` | ${standard ? `\`${standard}\`` : ''} | ${what} |\n`,
  );
  const head = '\n| variable | default | what it is |\n|---|---|---|\n';
  return text.replace(section, (_all, start: string, end: string) => `${start}${head}${rows.join('')}\n${end}`);
}

if (import.meta.main) await writeFile(readme, withSettings(await readFile(readme, 'utf8')));
