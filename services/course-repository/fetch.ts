import type { Taken } from '#services/classroom/setup/followed.ts';
import { type Digest, type FileTree, type Store, tree } from '#services/classroom/trees.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import type { GitHub } from '#services/platform/github/app.ts';

export type Rest = ReturnType<GitHub['installation']>['rest'];

export type Place = {
  readonly owner: string;
  readonly repo: string;
};

type Blobs = Taken['blobs'];

const most = { files: 20_000, fileBytes: 8 * 1024 ** 2, totalBytes: 64 * 1024 ** 2 };
const atOnce = 8;

/**
 * The files of a commit of the course's repository, through GitHub's API: a teacher's push changes few of them, and what
 * was fetched before (`known`) is in the store. Links and submodules are left out. Throws InvalidInput
 * where it is too much for a course.
 */
export async function fetchCourse(
  rest: Rest,
  place: Place,
  sha: string,
  { store, known }: { readonly store: Store; readonly known: Blobs },
): Promise<{ readonly files: FileTree; readonly blobs: Blobs }> {
  const { data } = await rest.git.getTree({ ...place, tree_sha: sha, recursive: '1' });
  const files = data.tree.filter(({ mode, path }) => mode.startsWith('100') && isPlain(path));
  const total = files.reduce((sum, { size = 0 }) => sum + size, 0);
  const large = files.find(({ size = 0 }) => size > most.fileBytes);
  if (data.truncated || files.length > most.files || total > most.totalBytes)
    throw tooMuch('', 'is too large for a course');
  if (large) throw tooMuch(large.path, 'is larger than 8 MiB');
  const read: (readonly [path: string, content: Uint8Array])[] = [];
  const blobs: Record<string, Digest> = {};
  const readOne = async (path: string, blob: string) => {
    const content = (known[blob] && (await store.get(known[blob]))) ?? (await fetchBlob(rest, place, blob));
    blobs[blob] = await store.put(content);
    read.push([path, content]);
  };
  for (let i = 0; i < files.length; i += atOnce) {
    await Promise.all(files.slice(i, i + atOnce).map((file) => readOne(file.path, file.sha)));
  }
  return { files: tree(read), blobs };
}

async function fetchBlob(rest: Rest, place: Place, sha: string): Promise<Uint8Array> {
  const { data } = await rest.git.getBlob({ ...place, file_sha: sha });
  return Buffer.from(data.content, 'base64');
}

function isPlain(path: string): boolean {
  return (
    path.split('/').every((part) => !['', '.', '..', '.git'].includes(part.toLowerCase())) && !/\p{Cc}|\\/u.test(path)
  );
}

function tooMuch(file: string, message: string): InvalidInput {
  return new InvalidInput([{ file: file || 'the repository', line: 0, column: 0, field: '', message }]);
}
