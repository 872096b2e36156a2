/** The small classroom of the demo: ten students, each with a commit that stands for something teachers see. */
export interface DemoStudent {
  /** Login on the stand-in; says what the commit is. */
  readonly login: string;
  readonly assignment: string;
  /** Where the files come from, below course/<assignment>/; the files of deploy/demo/classroom/<login>/ lie on top. */
  readonly base: 'reference' | 'starter' | `wrong/${string}`;
  /** What must come out: the share of the maximum, from and to. */
  readonly expected: readonly [from: number, to: number];
  /** For the table in the terminal. */
  readonly about: string;
}

const book = 'm02-gradebook';

export const students: readonly DemoStudent[] = [
  { login: 'right', assignment: book, base: 'reference', expected: [1, 1], about: 'solves the task' },
  {
    login: 'half-right',
    assignment: book,
    base: 'reference',
    expected: [0.3, 0.75],
    about: 'two functions are missing',
  },
  {
    login: 'shares-slices',
    assignment: book,
    base: 'wrong/keeps-caller-slice',
    expected: [0.4, 0.85],
    about: "keeps the caller's slice",
  },
  {
    login: 'index-panic',
    assignment: book,
    base: 'wrong/index-panic',
    expected: [0.6, 0.95],
    about: 'panics for n > len',
  },
  { login: 'nan-average', assignment: book, base: 'wrong/nan-average', expected: [0.5, 0.92], about: 'divides 0 by 0' },
  { login: 'does-not-compile', assignment: book, base: 'reference', expected: [0, 0], about: 'does not compile' },
  {
    login: 'data-race',
    assignment: 'm05-crawler',
    base: 'wrong/map-race',
    expected: [0.1, 0.8],
    about: 'shares a map between goroutines',
  },
  { login: 'endless-loop', assignment: book, base: 'reference', expected: [0.1, 0.8], about: 'never ends' },
  { login: 'memory-bomb', assignment: book, base: 'reference', expected: [0.2, 0.95], about: 'takes all memory' },
  { login: 'forger', assignment: book, base: 'starter', expected: [0, 0.1], about: 'prints PASS and exits with 0' },
];
