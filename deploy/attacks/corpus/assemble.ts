import type { Assignment } from '#services/classroom/assignment/document.ts';
import { type FileTree, subtree, tree } from '#services/classroom/trees.ts';
import type { Case } from './read.ts';
import type { Made } from './schema.ts';

/** The submission of a case: its files over the starter, or over the reference. */
export function submissionOf({ head, files }: Case, assignment: Assignment): FileTree {
  const base = head.over === 'nothing' ? [] : [...subtree(assignment.files, head.over ?? 'starter')];
  const all = new Map<string, Uint8Array>(base);
  for (const path of head.remove ?? []) all.delete(path);
  for (const [path, text] of files) all.set(path, Buffer.from(text));
  for (const made of head.make ?? []) for (const [path, content] of make(made)) all.set(path, content);
  return tree(all);
}

function* make(made: Made): Generator<[string, Uint8Array]> {
  for (let f = 0; f < (made.files ?? 1); f++) {
    const fill = (text: string) => text.replaceAll('{f}', String(f));
    yield [
      fill(made.path),
      made.base64 === undefined ? Buffer.from(fill(textOf(made))) : Buffer.from(made.base64, 'base64'),
    ];
  }
}

function textOf({ head = '', repeat = '', times = 1, tail = '' }: Made): string {
  const middle = repeat.includes('{n}')
    ? Array.from({ length: times }, (_, n) => repeat.replaceAll('{n}', String(n))).join('')
    : repeat.repeat(times);
  return head + middle + tail;
}
