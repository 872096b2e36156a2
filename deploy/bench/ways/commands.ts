/** What a grader without Pushmark would call for the same rubric: `go` commands, as shell lines. */
import type { Assignment, Criterion } from '#services/classroom/assignment/document.ts';
import { teacherSide } from '#workers/grading/teacher.ts';

/** One thing that a rubric asks for. `own` and `judged` are the folders of a submission, `reference` of the teacher. */
export interface Work {
  readonly name: 'format' | 'vet' | 'tests' | 'race' | 'coverage' | 'benchmarks';
  readonly lines: readonly string[];
}

const STRIPPED = "-vet=off -ldflags='-s -w'";
const RACE = 'CGO_ENABLED=1 GORACE=atexit_sleep_ms=50';

/**
 * The least that does the work: hidden tests are built once, with the race detector where the rubric has it, and that
 * program runs for the tests as well as for the repetitions that the race criteria want.
 */
export function fused(assignment: Assignment): readonly Work[] {
  const raced = ofCheck(assignment, 'race');
  const tests = dirsOf(assignment).flatMap((dir) => [
    `(cd judged && ${raced.length > 0 ? `${RACE} go test -race` : 'go test'} -c ${STRIPPED} -o ../t.test ./${dir})`,
    `(cd judged/${dir} && ${RACE} ${up(dir)}t.test)`,
    ...raced.map((one) => `(cd judged/${dir} && ${RACE} ${up(dir)}t.test ${repeats(one, 'test.')})`),
  ]);
  return [...beside(assignment), { name: 'tests', lines: tests }, ...coverage(assignment), ...benchmarks(assignment)];
}

/** A command for each check, as most graders do. */
export function separate(assignment: Assignment): readonly Work[] {
  const raced = ofCheck(assignment, 'race').map(
    (one) => `(cd judged && ${RACE} go test -race ${repeats(one, '')} ./...)`,
  );
  const race: readonly Work[] = raced.length > 0 ? [{ name: 'race', lines: raced }] : [];
  const tests: Work = { name: 'tests', lines: ['(cd judged && go test -count=1 ./...)'] };
  return [...beside(assignment), tests, ...race, ...coverage(assignment), ...benchmarks(assignment)];
}

function beside(assignment: Assignment): readonly Work[] {
  const has = (check: string) => ofCheck(assignment, check).length > 0;
  return [
    ...(has('format') ? [{ name: 'format', lines: ['test -z "$(gofmt -l own)"'] } as const] : []),
    ...(has('vet') ? [{ name: 'vet', lines: ['(cd own && go vet ./...)'] } as const] : []),
  ];
}

function coverage(assignment: Assignment): readonly Work[] {
  const lines = ofCheck(assignment, 'coverage').map(
    () => '(cd own && go test -count=1 -cover -coverprofile=../cover.out ./...)',
  );
  return lines.length > 0 ? [{ name: 'coverage', lines }] : [];
}

/** Student and reference in turns of whole series; the reference's program is there already. */
function benchmarks(assignment: Assignment): readonly Work[] {
  const wanted = ofCheck(assignment, 'benchmarks').map(({ options }) => options as BenchmarkOptions);
  const [first] = wanted;
  if (!first) return [];
  const names = wanted.flatMap(({ speed = [], limits = [] }) => [...speed, ...limits].map((one) => one.benchmark));
  const [dir = '.'] = first.package === undefined ? dirsOf(assignment) : [first.package];
  const flags = `-test.run '^$' -test.bench '^(${[...new Set(names)].join('|')})$' -test.benchmem`;
  const times = `-test.benchtime ${first.pair ?? '50ms'} -test.count ${first.pairs ?? 10}`;
  return [
    {
      name: 'benchmarks',
      lines: [
        `(cd judged && go test -c ${STRIPPED} -o ../b.test ./${dir})`,
        `(cd judged/${dir} && ${up(dir)}b.test ${flags} ${times} && ${REFERENCE} ${flags} ${times})`,
      ],
    },
  ];
}

/** Where the reference's test program lies, built once by whoever makes a place ready. */
const REFERENCE = '/tmp/reference.test';

/** Builds what belongs to the assignment and not to a submission, from the folder `reference`. */
export function buildReference(assignment: Assignment): readonly string[] {
  if (ofCheck(assignment, 'benchmarks').length === 0) return [];
  return [`(cd reference && go test -c ${STRIPPED} -o ${REFERENCE} ./${dirsOf(assignment)[0]})`];
}

interface BenchmarkOptions {
  readonly package?: string;
  readonly pair?: string;
  readonly pairs?: number;
  readonly speed?: readonly { readonly benchmark: string }[];
  readonly limits?: readonly { readonly benchmark: string }[];
}

function repeats({ options }: Criterion, prefix: string): string {
  const wanted = options as { readonly run?: string; readonly count?: number; readonly procs?: readonly number[] };
  const { run = '.', count = 1 } = wanted;
  const procs = (wanted.procs ?? []).filter((n) => n > 0);
  const each = Math.max(1, Math.floor(count / Math.max(1, procs.length)));
  const cpu = procs.length > 0 ? ` -${prefix}cpu ${procs.join(',')}` : '';
  return `-${prefix}run '${run}' -${prefix}count ${each}${cpu}`;
}

function ofCheck({ document }: Assignment, check: string): readonly Criterion[] {
  return document.rubric.filter((one) => one.check === check && one.state === 'judged');
}

function dirsOf(assignment: Assignment): readonly string[] {
  return teacherSide(assignment).testDirs;
}

/** From a package of `judged` back to the folder that holds both. */
function up(dir: string): string {
  return '../'.repeat(dir === '.' ? 1 : dir.split('/').length + 1);
}
