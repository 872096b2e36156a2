import { posix } from 'node:path';
import type { OutsidePackage } from '#graders/check.ts';
import type { Assignment } from '#services/classroom/assignment/document.ts';
import { type FileTree, subtree, tree } from '#services/classroom/trees.ts';

/** The teacher's side of every workspace of an assignment. */
export interface TeacherSide {
  /** The Go module path. */
  readonly module: string;
  /** What students begin with. */
  readonly starter: FileTree;
  /** The reference solution, its own tests included. */
  readonly reference: FileTree;
  /** tests/: laid over the module root, always the teacher's. */
  readonly hidden: FileTree;
  /** Package directories that hold hidden tests. */
  readonly testDirs: readonly string[];
  /** Those of them whose tests start the student's program. */
  readonly outside: readonly OutsidePackage[];
  /** The others: their tests are sealed, or linked with students' code. */
  readonly calledDirs: readonly string[];
  isProtected(path: string): boolean;
}

const ALWAYS_PROTECTED = new Set(['go.mod', 'go.sum']);

export function teacherSide({ document, files, outside }: Assignment): TeacherSide {
  const hidden = subtree(files, 'tests');
  const reference = subtree(files, 'reference');
  const tests = [...hidden.keys()].filter((path) => path.endsWith('_test.go'));
  const globs = document.protected;
  const testDirs = [...new Set(tests.map((path) => posix.dirname(path)))].sort();
  return {
    module: moduleOf(reference),
    starter: subtree(files, 'starter'),
    reference,
    hidden,
    testDirs,
    outside,
    calledDirs: testDirs.filter((dir) => !outside.some((one) => one.dir === dir)),
    isProtected: (path) =>
      ALWAYS_PROTECTED.has(path) || hidden.has(path) || globs.some((glob) => posix.matchesGlob(path, glob)),
  };
}

/** The teacher's files in the tree that hidden tests judge: the reference's copy wins over the starter's. */
export function protectedWithTests(side: TeacherSide): FileTree {
  return tree([...kept(side, side.starter), ...kept(side, side.reference), ...side.hidden]);
}

/** What tests from outside are built of: the teacher's files, and of the reference no more than is protected. */
export function outsideTree(side: TeacherSide): FileTree {
  return protectedWithTests(side);
}

/** The teacher's files in the student's own tree: of what lies under tests/, only what students were given anyway. */
export function protectedWithoutTests(side: TeacherSide): FileTree {
  const reference = kept(side, side.reference).filter(([path]) => !side.hidden.has(path));
  return tree([...kept(side, side.starter), ...reference]);
}

function kept(side: TeacherSide, files: FileTree): [string, Uint8Array][] {
  return [...files].filter(([path]) => side.isProtected(path));
}

/** The reader of assignments has refused a reference without a module line. */
function moduleOf(reference: FileTree): string {
  const text = Buffer.from(reference.get('go.mod') ?? '').toString();
  return /^\s*module\s+"?([^\s"]+)"?/m.exec(text)?.[1] ?? '';
}
