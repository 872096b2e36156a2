/**
 * What `allow:` of an assignment can say, from the lists that the judge's source policy goes by. The rules themselves
 * stand in graders/judge/internal/policy.
 */
import packages from './judge/internal/policy/packages.json' with { type: 'json' };

/** Of rules and lists; part of every judging digest, because a change can change verdicts. */
export const POLICY_VERSION: string = packages.version;

/** Words that are no packages. */
const WORDS: Readonly<Record<string, string>> = {
  anything: 'every import and construct; what would blind the race detector and C code stay refused',
  concurrency: 'goroutines',
  'dot-imports': 'dot imports',
  'line-directives': 'line directives, as generated code has them',
};

const split = (lines: readonly string[]) => lines.flatMap((line) => line.split(' '));

const WITHHELD = new Map(
  packages.withheld.flatMap(({ it, breaks, packages: rows }) =>
    split(rows).map((path) => [path, { it, breaks }] as const),
  ),
);

/** Packages of the standard library. */
const STANDARD: readonly string[] = [...split(packages.pure), ...WITHHELD.keys()];

const DIRECTIVE = /^go:[a-z_]+$/;
const MODULE = /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/[\w.~-]+)+$/;

/** All that a word of `allow:` may be, for suggestions. */
export const allowWords: readonly string[] = [...Object.keys(WORDS), ...STANDARD];

/** Why a word of `allow:` means nothing, or undefined when it means something. */
export function allowProblem(word: string): string | undefined {
  const path = word.replace(/\/\.\.\.$/, '');
  if (Object.hasOwn(WORDS, word) || DIRECTIVE.test(word) || MODULE.test(path)) return undefined;
  if (word === 'C') return 'C code is never built';
  if (word !== path && STANDARD.some((known) => known === path || known.startsWith(`${path}/`))) return undefined;
  return STANDARD.includes(word)
    ? undefined
    : `${word} is no package of the standard library, no module and no word of allow`;
}

/** Which level of the policy holds for code that is judged in a way. */
export function policyLevel(mode: 'outside' | 'sealed' | 'shared', allow: readonly string[]): 'full' | 'race-evasion' {
  return mode === 'shared' && !allow.includes('anything') ? 'full' : 'race-evasion';
}

/** Whether students' code may start goroutines, by which a data race can write any memory. */
export function allowsGoroutines(allow: readonly string[]): boolean {
  return allow.includes('concurrency') || allow.includes('anything');
}

/**
 * Statements and names by which Go code has functions run beside it. `go` stands at the beginning of a statement, so that
 * the word in a comment is none.
 */
const STARTERS = [
  /(?:^|[{};:])[ \t]*go[\s(]+\S/m,
  /\.(?:Go|Parallel|RunParallel|AfterFunc|AddCleanup|SetFinalizer|NewServer|NewTLSServer|NewUnstartedServer)\b/,
  /\.(?:Serve|ServeTLS|ListenAndServe|ListenAndServeTLS|TimeoutHandler)\b/,
  /\b(?:errgroup|synctest)\b/,
] as const;

/** Whether Go code of a teacher's may start goroutines, from its text alone: a yes that is wrong costs time and no more. */
export function startsGoroutines(source: string): boolean {
  return STARTERS.some((starter) => starter.test(source));
}

/**
 * Why code that is linked with tests could read or change them with these permissions, so that its verdicts cannot be
 * believed: one sentence each. Empty: no permission opens a known way. Concurrency does not: a race build sees it.
 */
export function openings(allow: readonly string[]): readonly string[] {
  return allow.flatMap((word) => {
    if (word === 'anything') return ["anything lets students' code write its own verdicts"];
    if (DIRECTIVE.test(word)) return [`${word} takes checks of the compiler away`];
    return Object.hasOwn(WORDS, word) ? [] : openingsOf(word);
  });
}

function openingsOf(word: string): string[] {
  const tree = word.endsWith('/...') ? word.slice(0, -4) : undefined;
  const opened = [...WITHHELD].filter(
    ([path]) => path === word || path === tree || (tree && path.startsWith(`${tree}/`)),
  );
  const worst = opened.find(([, { breaks }]) => breaks);
  if (worst) return [`${word} ${worst[1].it}`];
  return MODULE.test(tree ?? word) ? [`${word} is not known here: nobody has looked at what it can do`] : [];
}
