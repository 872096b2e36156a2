import type { InputFile } from '#workers/sandbox/sandbox.ts';

/** Go files of the trees that were last built, by path. */
export type Sources = Map<string, InputFile>;

/** Remembers what a compile job brings; the trees of one submission replace those of the one before. */
export function addSources(sources: Sources, input: readonly InputFile[]): void {
  sources.clear();
  for (const file of input)
    if (file.path.startsWith('trees/') && file.path.endsWith('.go')) sources.set(file.path, file);
}

/** The sources of hidden tests, which then lie where programs run. */
export function splitSources(sources: Sources): readonly InputFile[] {
  return [...sources.values()].filter(({ path }) => path.startsWith('trees/judged/'));
}
