/**
 * The steps that several checks share. Steps are values: two checks that ask for the same one get it once, so every
 * check takes them from here, and the words of a `go` command stand nowhere else.
 */
import type { SealedPackage, Subject } from '../check.ts';
import type { FormatStep, GoStep } from '../steps/compile.ts';
import type { Tree } from '../steps/tree.ts';

const PLAIN = { CGO_ENABLED: '0' } as const;
const WITH_CGO = { CGO_ENABLED: '1' } as const;

/**
 * Do the student's packages compile? Programs are linked, since only the linker misses a main function, but without
 * tables for debuggers. `-o /dev/null`, because a lone main package would be written into its tree.
 */
export function buildStep(subject: Subject): GoStep {
  return {
    kind: 'go',
    tree: 'own',
    args: ['build', '-ldflags=-s -w', '-o', '/dev/null', './...'],
    env: PLAIN,
    artifact: false,
    timeoutMs: subject.limits.compileMs,
  };
}

/** What kind of test program is wanted. */
export interface TestBuild {
  readonly tree: Tree;
  /** With the race detector, which needs cgo. */
  readonly race?: boolean;
  /** Import paths whose statements are counted; absent: no coverage. */
  readonly cover?: readonly string[];
}

/** The test program of one package directory. On the reference nothing has to be built first. */
export function testBinaryStep(subject: Subject, dir: string, build: TestBuild): GoStep {
  const flags = ['-overlay={overlay}', '-ldflags=-s -w', '-vet=off'];
  if (build.race) flags.unshift('-race');
  if (build.cover) flags.unshift('-cover', '-covermode=set', `-coverpkg=${build.cover.join(',')}`);
  return {
    kind: 'go',
    tree: build.tree,
    args: ['test', '-c', ...flags, '-o', '{out}', packagePath(dir)],
    env: build.race ? WITH_CGO : PLAIN,
    artifact: true,
    timeoutMs: subject.limits.compileMs,
    ...(build.tree === 'judged' || build.tree === 'own' ? { requires: [buildStep(subject)] } : {}),
  };
}

/** The program with the student's half of sealed tests: smaller and built sooner than one with tests. */
export function servantStep(subject: Subject, sealed: SealedPackage, race: boolean): GoStep {
  return {
    kind: 'go',
    tree: `servant-${sealed.number}`,
    args: ['build', ...(race ? ['-race'] : []), '-overlay={overlay}', '-ldflags=-s -w', '-o', '{out}', sealed.build],
    env: race ? WITH_CGO : PLAIN,
    artifact: true,
    timeoutMs: subject.limits.compileMs,
    requires: [buildStep(subject)],
  };
}

/** A program of the student's as the hidden tests start it, or of the reference's while they are being recorded. */
export function programStep(subject: Subject, dir: string, tree: 'own' | 'reference', race: boolean): GoStep {
  return {
    kind: 'go',
    tree,
    args: ['build', ...(race ? ['-race'] : []), '-ldflags=-s -w', '-o', '{out}', packagePath(dir)],
    env: race ? WITH_CGO : PLAIN,
    artifact: true,
    timeoutMs: subject.limits.compileMs,
    ...(tree === 'own' ? { requires: [buildStep(subject)] } : {}),
  };
}

/** `go vet` of everything the student wrote, own tests included. */
export function vetStep(subject: Subject): GoStep {
  return {
    kind: 'go',
    tree: 'own',
    args: ['vet', '-json', './...'],
    env: PLAIN,
    artifact: false,
    timeoutMs: subject.limits.compileMs,
    requires: [buildStep(subject)],
  };
}

/** gofmt over the student's tree. */
export function formatStep(): FormatStep {
  return { kind: 'format', tree: 'own' };
}

/** A package directory as an argument of `go`: `./gradebook`, `.`. */
export function packagePath(dir: string): string {
  return dir === '.' ? '.' : `./${dir}`;
}
