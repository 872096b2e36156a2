const POINTER = Buffer.from('version https://git-lfs.github.com/spec/');

export const LFS_REASON = 'It is kept in Git LFS, which is not read: commit the file itself.';

/** Whether a file is the small text that Git LFS puts in place of the real one. */
export function isLfsPointer(content: Buffer): boolean {
  return content.length < 1024 && content.subarray(0, POINTER.length).equals(POINTER);
}
