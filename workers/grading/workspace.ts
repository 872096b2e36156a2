import { posix } from 'node:path';
import type { Finding } from '#graders/check.ts';
import type { FileTree } from '#services/classroom/trees.ts';
import { admit } from './admission.ts';
import { layer } from './layers.ts';
import { protectedWithoutTests, protectedWithTests, type TeacherSide } from './teacher.ts';

/** The files that are judged: the teacher's, with the student's added where there is room. */
export interface Workspace {
  readonly own: FileTree;
  readonly judged: FileTree;
  /** Every path that came from the student. */
  readonly studentFiles: readonly string[];
  /** Changed protected files and files that were left out. */
  readonly findings: readonly Finding[];
}

/** More findings than this help nobody, and a hostile tree could ask for a million. */
const MAX_FINDINGS = 50;

/** Builds both trees from the teacher's side; nothing in a submission can keep a teacher's file away. */
export function workspaceOf(side: TeacherSide, submitted: FileTree): Workspace {
  const admission = admit(side, submitted);
  const ordered = expectedFirst(side, admission.files);
  const tested = [...ordered].filter(([path]) => !path.endsWith('_test.go') && !isHiddenData(side, path));
  const judged = layer(protectedWithTests(side), new Map(tested));
  const own = layer(protectedWithoutTests(side), ordered);
  const clashes = [...new Set([...judged.refused, ...own.refused])].map(clash);
  const studentFiles = [...admission.files.keys()].filter((path) => own.files.has(path) && !own.refused.includes(path));
  return { own: own.files, judged: judged.files, studentFiles, findings: capped([...admission.findings, ...clashes]) };
}

/**
 * Files and directories that the assignment has by just this name come first, so that of two spellings (what a renamed
 * folder leaves on a disk that does not tell them apart) the one that counts has its room.
 */
function expectedFirst(side: TeacherSide, files: FileTree): FileTree {
  const paths = [...side.reference.keys(), ...side.starter.keys()];
  const [known, directories] = [new Set(paths), new Set(paths.map((path) => posix.dirname(path)))];
  const rank = (path: string) => (known.has(path) ? 0 : directories.has(posix.dirname(path)) ? 1 : 2);
  return new Map([...files].sort(([a], [b]) => rank(a) - rank(b)));
}

/** The tree in which the reference is judged: what a submission of the reference would get. */
export function referenceTree(side: TeacherSide): FileTree {
  return workspaceOf(side, side.reference).judged;
}

/** A testdata directory under tests/ is the teacher's as a whole: hidden tests may read all that is in it. */
function isHiddenData(side: TeacherSide, path: string): boolean {
  const directory = /^(.*?\/)?testdata\//.exec(path)?.[0];
  return directory !== undefined && [...side.hidden.keys()].some((hidden) => hidden.startsWith(directory));
}

function clash(file: string): Finding {
  const message = `There is no room for ${posix.basename(file)} here: another file or directory has this name, perhaps in other letter case. It was left out.`;
  return { rule: 'name-clash', level: 'warning', file, line: 0, message };
}

function capped(all: readonly Finding[]): Finding[] {
  const findings = all.map((finding) => ({ ...finding, file: printable(finding.file) }));
  const more = findings.length - MAX_FINDINGS;
  if (more <= 0) return findings;
  const rest: Finding = {
    rule: 'left-out',
    level: 'note',
    file: '',
    line: 0,
    message: `${more} more files were left out.`,
  };
  return [...findings.slice(0, MAX_FINDINGS), rest];
}

/** A name that was refused may hold anything. */
function printable(path: string): string {
  return path.replace(/\p{C}/gu, '\ufffd').slice(0, 240);
}
