/**
 * Submissions laid out for programs that look for likeness. JPlag takes a folder for each submission and one with the
 * starter (`-bc`); Dolos compares single files that info.csv lists, so each submission is joined into one as well.
 */
import { writeCsv } from '#services/classroom/csv/write.ts';
import { digestOf, type FileTree, tree } from '#services/classroom/trees.ts';
import { namer, safeName, safePath } from '../safe-name.ts';

export interface LikenessSubmission {
  /** Login or group's name; names its folder. */
  readonly owner: string;
  /** As people call them. */
  readonly fullName: string;
  readonly section?: string | undefined;
  readonly handedInAt: Date;
  readonly files: FileTree;
}

/** The files of the export. Of a submission only Go files count, and only those that are not the starter's. */
export function likenessTree(submissions: readonly LikenessSubmission[], starter: FileTree): FileTree {
  const given = new Set([...starter.values()].map(digestOf));
  const unique = namer();
  const files: [string, Uint8Array][] = [['README.txt', Buffer.from(README)]];
  const starterFiles = goFiles(starter, new Set());
  files.push(...below('starter', starterFiles));
  const rows: (readonly (string | undefined)[])[] = [];
  if (starterFiles.size > 0) {
    files.push(['joined/starter.go', joined(starterFiles)]);
    rows.push(['joined/starter.go', 'starter', 'starter', '', '', 'true']);
    unique('starter');
  }
  for (const { owner, fullName, section, handedInAt, files: submitted } of submissions) {
    const own = goFiles(submitted, given);
    if (own.size === 0) continue;
    const name = unique(safeName(owner));
    files.push(...below(`submissions/${name}`, own), [`joined/${name}.go`, joined(own)]);
    rows.push([`joined/${name}.go`, name, fullName, section ?? '', handedInAt.toISOString(), 'false']);
  }
  const header = ['filename', 'id', 'full_name', 'label', 'created_at', 'ignored'];
  files.push(['info.csv', Buffer.from(writeCsv([header, ...rows]))]);
  return tree(files);
}

function goFiles(files: FileTree, given: ReadonlySet<string>): FileTree {
  return tree([...files].filter(([path, content]) => path.endsWith('.go') && !given.has(digestOf(content))));
}

function below(folder: string, files: FileTree): [string, Uint8Array][] {
  const unique = namer();
  return [...files].map(([path, content]) => [`${folder}/${unique(safePath(path))}`, content]);
}

function joined(files: FileTree): Buffer {
  const parts = [...files].map(([path, content]) => [
    Buffer.from(`// ${safePath(path)}\n`),
    content,
    Buffer.from('\n'),
  ]);
  return Buffer.concat(parts.flat());
}

const README = `One folder for each submission that counts, without what the starter gives.

JPlag (https://github.com/jplag/JPlag), from this folder:
  java -jar jplag.jar -l golang -bc starter submissions

Dolos (https://dolos.ugent.be): upload this as a ZIP archive, or
  dolos run -l go info.csv

What is alike is not proven to be copied. Look at it, and ask.
`;
