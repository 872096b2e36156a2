import { packagePath } from './steps.ts';

export interface Repetition {
  readonly count?: number;
  readonly race?: boolean;
}

/** A shell command that runs one test or subtest: `go test ./gradebook -run '^TestTop$/^empty$'`. */
export function reproduce(dir: string, test: string, { count = 1, race = false }: Repetition = {}): string {
  // `go test -run` splits the pattern at slashes, as it splits the names of subtests that hold one.
  const pattern = test.split('/').map((part) => `^${quoteMeta(part)}$`);
  const flags = [...(race ? ['-race'] : []), ...(count > 1 ? [`-count=${count}`] : [])];
  return ['go', 'test', ...flags, word(packagePath(dir)), '-run', quoted(pattern.join('/'))].join(' ');
}

function quoteMeta(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

function word(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : quoted(text);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
