import type { Finding } from '#graders/check.ts';
import { type FileTree, tree } from '#services/classroom/trees.ts';
import { CAPS, refusePath } from './paths.ts';
import type { TeacherSide } from './teacher.ts';

/** The student's files that may enter a workspace, and what is said about the others. */
export interface Admission {
  readonly files: FileTree;
  readonly findings: readonly Finding[];
}

/** Looks at each file of a submission alone; protected paths never pass, whatever they hold. */
export function admit(side: TeacherSide, submitted: FileTree): Admission {
  const files = new Map<string, Uint8Array>();
  const findings = [...deleted(side, submitted)];
  let total = 0;
  for (const [path, content] of tree(submitted)) {
    const finding = side.isProtected(path) ? changed(side, path, content) : refuse(path, content, total, files.size);
    if (finding) findings.push(finding);
    if (finding || side.isProtected(path)) continue;
    files.set(path, content);
    total += content.byteLength;
  }
  return { files: tree(files), findings: findings.filter((finding) => finding.message !== '') };
}

function refuse(path: string, content: Uint8Array, total: number, count: number): Finding | undefined {
  const refusal = refusePath(path);
  if (refusal) return note(refusal.rule, path, refusal.message);
  const cap = path.endsWith('.go') ? CAPS.goFile : CAPS.otherFile;
  if (content.byteLength > cap)
    return note('too-big', path, `The file is bigger than ${cap / 1024} KiB and was left out.`);
  if (total + content.byteLength > CAPS.total || count >= CAPS.files) {
    return note(
      'too-big',
      path,
      `All files together are more than ${CAPS.total / 1024 ** 2} MiB or ${CAPS.files} files; this one was left out.`,
    );
  }
  return undefined;
}

function changed(side: TeacherSide, path: string, content: Uint8Array): Finding | undefined {
  const originals = [side.starter, side.hidden, side.reference].map((files) => files.get(path));
  if (originals.some((original) => original && Buffer.compare(original, content) === 0)) return undefined;
  return warning(path, 'This file belongs to the assignment: its own copy was used, your change does not count.');
}

function deleted(side: TeacherSide, submitted: FileTree): Finding[] {
  const missing = [...side.starter.keys()].filter((path) => side.isProtected(path) && !submitted.has(path));
  return missing.map((path) =>
    warning(path, 'This file belongs to the assignment and is missing: its own copy was used.'),
  );
}

function warning(file: string, message: string): Finding {
  return { rule: 'protected-file', level: 'warning', file, line: 0, message };
}

function note(rule: string, file: string, message: string): Finding {
  return { rule, level: 'note', file, line: 0, message };
}
