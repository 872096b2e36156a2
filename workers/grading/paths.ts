/**
 * Which of a student's files may enter a workspace at all, by name and size. The rest of the commit is left out; what
 * a student might expect to count is said in a finding.
 */

/** Why a file stays outside, or undefined when it may enter. An empty message: nobody needs to hear of it. */
export interface Refusal {
  readonly rule: string;
  readonly message: string;
}

const MAX_PATH_BYTES = 240;
const MAX_DEPTH = 16;

/** Letters of any script, digits and a few signs: no control characters, no backslash, no colon, no leading dash. */
const PLAIN_SEGMENT = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.+@,=()[\] -]*$/u;

/** Files that other tools keep in a repository and that nothing here reads. */
const ORDINARY_DOT_NAMES =
  /^\.(github|gitignore|gitattributes|gitkeep|keep|editorconfig|vscode|idea|devcontainer|DS_Store|golangci\.ya?ml)$/;

/**
 * What a folder may be called for Go to build a package in it; with another one below, `go build ./...` builds nothing at
 * all. Words that Windows keeps for devices are as bad.
 */
const PACKAGE_SEGMENT = /^(?!(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\.|$))[\w.~+-]+$/i;

/** Go builds these into a package as they are: assembly, C, objects. */
const NATIVE_SOURCE = /\.(s|sx|c|cc|cpp|cxx|m|h|hh|hpp|hxx|f|for|f90|syso|swig|swigcxx|a|o|so)$/i;

const MODULE_FILES = new Set(['go.mod', 'go.sum', 'go.work', 'go.work.sum', 'go.env']);

/** Judges a path alone. go.mod and go.sum of the module root are the assignment's and not asked about here. */
export function refusePath(path: string): Refusal | undefined {
  const segments = path.split('/');
  const name = segments.at(-1) ?? '';
  const dot = segments.find((s) => s.startsWith('.'));
  if (dot !== undefined && ORDINARY_DOT_NAMES.test(dot)) return { rule: 'left-out', message: '' };
  if (dot !== undefined)
    return { rule: 'left-out', message: 'Names that begin with a dot are not part of the judged files.' };
  if (!segments.every(isPlain))
    return {
      rule: 'odd-name',
      message: 'The name has signs that Go or other systems trip over; use letters, digits, dot, dash and underscore.',
    };
  if (Buffer.byteLength(path) > MAX_PATH_BYTES || segments.length > MAX_DEPTH)
    return { rule: 'odd-name', message: 'The path is too long or too deep.' };
  if (name.endsWith('.go') && !segments.includes('testdata') && !segments.slice(0, -1).every(isPackage))
    return {
      rule: 'odd-name',
      message: 'Go builds no package in a folder of this name; use a to z, digits, dash and underscore.',
    };
  if (segments.slice(0, -1).includes('vendor'))
    return { rule: 'vendored', message: 'A vendor directory is not used: the modules of the assignment are given.' };
  if (MODULE_FILES.has(name))
    return { rule: 'module-file', message: `The assignment has one module; this ${name} is not used.` };
  if (NATIVE_SOURCE.test(name))
    return { rule: 'not-go', message: 'Only Go source is built; assembly, C and object files are left out.' };
  return undefined;
}

function isPlain(segment: string): boolean {
  return PLAIN_SEGMENT.test(segment) && !segment.includes('\ufffd') && !/[. ]$/.test(segment);
}

function isPackage(segment: string): boolean {
  return segment.startsWith('_') || PACKAGE_SEGMENT.test(segment);
}

/** Bytes of one Go file, of any other file, and of all files together; and how many files. */
export const CAPS = { goFile: 1024 * 1024, otherFile: 8 * 1024 * 1024, total: 32 * 1024 * 1024, files: 2000 } as const;
