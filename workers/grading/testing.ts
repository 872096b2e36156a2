import type { Assignment, AssignmentDocument } from '#services/classroom/assignment/document.ts';
import { tree, treeDigest } from '#services/classroom/trees.ts';

const MiB = 1024 * 1024;

const document: AssignmentDocument = {
  slug: 'sample',
  title: 'Sample',
  module: undefined,
  summary: '',
  topics: [],
  go: '1.26',
  limits: {
    testMs: 10_000,
    runMs: 60_000,
    compileMs: 60_000,
    memoryBytes: 512 * MiB,
    processes: 64,
    outputBytes: 256 * 1024,
  },
  protected: [],
  visibility: 'visible',
  rubric: [],
  wrong: [],
  right: [],
};

/** An assignment made of texts, for tests of what is done with a valid one. */
export function assignmentOf(texts: Record<string, string>, changes: Partial<AssignmentDocument> = {}): Assignment {
  const files = tree(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)] as const));
  const digest = treeDigest(files);
  return { document: { ...document, ...changes }, files, bundle: digest, judging: digest, rules: digest };
}
