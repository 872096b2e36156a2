/**
 * What many graders are: hidden tests copied over the student's tree, `go test -json` in one container, points from
 * the events. Bounded like the lab that it is: no network, no capability, little memory, a clock, a cap on output.
 * An attack that gets nothing here and nothing from a weakened judge is no test.
 */
import type { Assignment } from '#services/classroom/assignment/document.ts';
import { type FileTree, subtree } from '#services/classroom/trees.ts';
import { canariesIn } from '#workers/grading/canaries/search.ts';
import { lively } from '../look/inert.ts';
import { type Ran, runContainer } from './container.ts';
import { since } from './grading.ts';
import { type NaiveMarks, naiveMarks, printedText } from './naive-marks.ts';
import { ENVIRONMENT_CANARY, NOTHING, type Outcome, WENT_OFF } from './outcome.ts';

export interface NaiveOutcome extends Outcome {
  readonly marks: NaiveMarks;
  /** Why it counts as a success of the attack; empty when it is none. */
  readonly success: readonly string[];
}

/** A file of a submission as a checkout makes it; links included. */
export interface Checkout {
  readonly path: string;
  readonly content?: Uint8Array;
  readonly link?: string;
}

const SECONDS = 40;
const OUTPUT_BYTES = 32 * 1024 * 1024;

const SCRIPT = `
set -u
unset GOFLAGS GOENV GOTOOLCHAIN GOWORK GOPROXY
mkdir /tmp/w && tar -x -C /tmp/w --no-same-owner
export GRADER_TOKEN=${ENVIRONMENT_CANARY} HOME=/tmp/w/tree GOCACHE=/tmp/gocache GOPATH=/tmp/go
cp -as /opt/pushmark/gocache /tmp/gocache && date +%s >/tmp/gocache/trim.txt
lay() {
  [ "$MANNER" = over ] || { cp -r ../hidden/. . 2>&1; return; }
  cp -r ../hidden /tmp/w/laid && cp -r . /tmp/w/laid 2>&1; cd /tmp/w/laid
}
judge() {
  [ "$MANNER" = binary ] || { timeout -s KILL ${SECONDS} go test -json -count=1 $FLAGS ./... 2>&1; return; }
  dir=$(cd ../hidden && dirname $(find . -name '*_test.go' | head -1))
  go test -c -o /tmp/x.test ./$dir && cd $dir && timeout -s KILL ${SECONDS} /tmp/x.test -test.v 2>&1
}
run() {
  cd "$1" && { lay; judge; printf '\\nnaive-exit %s\\n' $?; }
  for file in results.json score .github/classroom/autograding.json; do [ ! -s $file ] || printf 'naive-file %s\\n' $file; done
}
run /tmp/w/tree
[ ! -d /tmp/w/next ] || { sleep 1; run /tmp/w/next; }
`;

/** Grades a checkout as naively as that, and after it, in the same container, an honest neighbour when there is one. */
export async function naively(
  image: string,
  assignment: Assignment,
  checkout: readonly Checkout[],
  canaries: readonly string[],
  { next, manner = '' }: { readonly next?: FileTree | undefined; readonly manner?: string | undefined } = {},
): Promise<Omit<NaiveOutcome, 'success'>> {
  const begin = performance.now();
  const files = [
    ...checkout.map((file) => ({ ...file, path: `tree/${file.path}` })),
    ...below('hidden', subtree(assignment.files, 'tests')),
    ...(next ? below('next', next) : []),
  ];
  const flags = [...flagsOf(assignment), ...(manner === 'linknames' ? ['-ldflags=-checklinkname=0'] : [])].join(' ');
  const ran = await runContainer({
    ...{
      image,
      files,
      script: `FLAGS='${flags}' MANNER='${manner}'\nexport CGO_ENABLED=${usesNet(assignment) ? 0 : 1}\n${SCRIPT}`,
      seconds: (next ? 2 : 1) * SECONDS + 30,
    },
    outputBytes: OUTPUT_BYTES,
  });
  const marks = naiveMarks(assignment, ran.output);
  return {
    ...NOTHING,
    marks,
    lively: commentTrouble(ran.output),
    ...{ points: Math.max(marks.last, marks.any, marks.exit), max: 100 },
    endings: endingsOf(ran),
    canaries: canariesIn(ran.output.slice(0, 2_000_000), canaries),
    wentOff: ran.output.includes(WENT_OFF),
    seconds: since(begin),
  };
}

/** What comes to life where output is posted as it is. */
function commentTrouble(output: string): string[] {
  const checkRun = { title: '', summary: '', annotations: '' };
  return lively({ comment: printedText(output).slice(0, 60_000), checkRun, html: '' });
}

function below(folder: string, files: FileTree): Checkout[] {
  return [...files].map(([path, content]) => ({ path: `${folder}/${path}`, content }));
}

function flagsOf({ document }: Assignment): string[] {
  const checks = new Set(document.rubric.map(({ check }) => check));
  return [
    ...(checks.has('race') ? ['-race'] : []),
    ...(checks.has('coverage') ? ['-cover'] : []),
    ...(checks.has('benchmarks') ? ['-bench=.', '-benchtime=30ms', '-benchmem'] : []),
  ];
}

/** net/http with cgo is in no cache, and building it takes longer than the lab waits. */
function usesNet({ document }: Assignment): boolean {
  return document.allow.includes('net/http');
}

function endingsOf({ ending }: Ran): readonly string[] {
  return ending === 'ended' ? [] : [ending];
}
