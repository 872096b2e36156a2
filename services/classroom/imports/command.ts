/** What a command of a Classroom test does, as far as it is Go's: run a program, test, vet, format or build. */
import { posix } from 'node:path';
import { commandsOf } from './words.ts';

export type GoCommand =
  | { readonly does: 'run'; readonly dir: string; readonly args: readonly string[] }
  | {
      readonly does: 'test';
      readonly race: boolean;
      readonly run?: string;
      readonly packages: readonly string[];
      readonly count: number;
    }
  | { readonly does: 'vet' | 'format' | 'build' };

export interface ReadCommand {
  /** Undefined: it is none of these. */
  readonly command: GoCommand | undefined;
  /** Parts of setup and command that nothing stands for any more, in words. */
  readonly lost: readonly string[];
}

/** Reads setup and command of a test. `lost` says what of them has no place here. */
export function readCommand(setup: string, line: string): ReadCommand {
  if (/^(test -z |\[ -z )"?\$\(gofmt -l [\w./]*\)"?( \])?$/.test(line.trim()))
    return { command: { does: 'format' }, lost: [] };
  const commands = commandsOf(line);
  const last = commands?.pop();
  if (!commands || !last) return { command: undefined, lost: [] };
  const before = setup.trim() === '' ? [] : (commandsOf(setup) ?? [[setup.trim()]]);
  const built = new Map<string, string>();
  const lost = [...before, ...commands].flatMap((words) => (prepares(words, built) ? [] : [words.join(' ')]));
  const { command, unread = [] } = understand(last, built);
  return { command, lost: [...lost.map((words) => `before it ran \`${words}\``), ...unread] };
}

/** Whether Pushmark does this by itself; programs that it builds are remembered by their names. */
function prepares(words: readonly string[], built: Map<string, string>): boolean {
  const [program, verb] = words;
  if (program !== 'go') return program === 'true' || program === 'echo';
  if (verb === 'version' || verb === 'mod' || verb === 'vet') return true;
  if (verb !== 'build') return false;
  const { values, rest } = flags(words.slice(2), ['-o', '-ldflags', '-tags']);
  built.set(clean(values.get('-o') ?? ''), dirOf(rest));
  return true;
}

function understand(
  words: readonly string[],
  built: ReadonlyMap<string, string>,
): { command: GoCommand | undefined; unread?: string[] } {
  const [program = '', verb, ...rest] = words;
  const isBuilt = built.has(clean(program)) || (program.startsWith('./') && built.has(''));
  if (isBuilt)
    return { command: { does: 'run', dir: built.get(clean(program)) ?? built.get('') ?? '.', args: words.slice(1) } };
  if (program === 'gofmt' && (verb === '-l' || verb === '-d')) return { command: { does: 'format' } };
  if (program !== 'go') return { command: undefined };
  if (verb === 'vet' || verb === 'build') return { command: { does: verb } };
  if (verb === 'run') return { command: runOf(rest) };
  return verb === 'test' ? testOf(rest) : { command: undefined };
}

function runOf(words: readonly string[]): GoCommand | undefined {
  const files = words.findIndex((word) => !word.endsWith('.go'));
  const end = files < 0 ? words.length : files;
  if (words[0]?.startsWith('-')) return undefined;
  if (end > 0) return { does: 'run', dir: dirOf(words.slice(0, end)), args: words.slice(end) };
  return words[0] === undefined ? undefined : { does: 'run', dir: dirOf([words[0]]), args: words.slice(1) };
}

const SILENT = ['-v', '-cover', '-json', '-failfast', '-vet=off', '-race'];
const VALUED = ['-run', '-count', '-timeout', '-coverprofile', '-covermode', '-parallel', '-cpu', '-tags'];

function testOf(words: readonly string[]): { command: GoCommand | undefined; unread: string[] } {
  const { values, rest, others } = flags(words, VALUED);
  const unread = others.filter((flag) => !SILENT.includes(flag)).map((flag) => `the flag \`${flag}\``);
  for (const name of ['-cpu', '-tags', '-parallel'])
    if (values.has(name)) unread.push(`the flag \`${name}=${values.get(name)}\``);
  const wanted = values.get('-run');
  const run = wanted?.split('/')[0];
  if (wanted !== undefined && wanted !== run)
    unread.push(`only whole tests can be chosen, not \`${wanted}\`: subtests count with their test`);
  const count = Number(values.get('-count') ?? 1);
  const packages = rest.length === 0 ? ['.'] : rest.flatMap(packagesOf);
  const all = packages.includes('**');
  const command = { does: 'test', race: others.includes('-race'), packages: all ? [] : packages } as const;
  return {
    command: {
      ...command,
      ...(run ? { run } : {}),
      count: Number.isInteger(count) && count > 0 ? Math.min(count, 1000) : 1,
    },
    unread,
  };
}

/** `./x/...` is x and all below; `./...` is everything. */
function packagesOf(path: string): string[] {
  const dir = clean(path.replace(/\/?\.\.\.$/, '') || '.');
  if (!path.endsWith('...')) return [dirOf([path])];
  return dir === '.' ? ['**'] : [dir, `${dir}/...`];
}

function flags(words: readonly string[], valued: readonly string[]) {
  const values = new Map<string, string>();
  const others: string[] = [];
  const rest: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const [name = '', value] = words[i]!.replace(/^--/, '-').split(/=(.*)/s);
    if (!name.startsWith('-')) rest.push(words[i]!);
    else if (!valued.includes(name)) others.push(value === undefined ? name : `${name}=${value}`);
    else values.set(name, value ?? words[++i] ?? '');
  }
  return { values, others, rest };
}

/** The directory of a package, or of its files. */
function dirOf(paths: readonly string[]): string {
  const [first = '.'] = paths;
  return clean(first.endsWith('.go') ? posix.dirname(first) : first);
}

function clean(path: string): string {
  return path === '' ? '' : posix.normalize(path).replace(/\/$/, '') || '.';
}
