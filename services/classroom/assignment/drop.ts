import { checks } from '#graders/registry.ts';
import type { Problem } from '#services/platform/errors.ts';
import { closest, type YamlFile } from '#services/platform/yaml.ts';
import { type FileTree, subtree } from '../trees.ts';
import type { Criterion } from './document.ts';
import type { AssignmentYaml } from './schema.ts';

/** A function that `go test` runs, at the beginning of a line. */
const TESTS = /^func\s+((?:Test|Example|Fuzz)\w*)\s*\(/gm;

/**
 * What is wrong with the tests that are to be dropped. Subtests only show when they run: `pushmark check` finds the
 * ones that do not exist.
 */
export function dropProblems(yaml: YamlFile<AssignmentYaml>, rubric: readonly Criterion[], files: FileTree): Problem[] {
  const dropped = Object.keys(yaml.value.drop ?? {});
  if (dropped.length === 0) return [];
  if (!rubric.some(({ drop }) => drop))
    return [yaml.at(['drop'], `no criterion is a share of tests; checks that are: ${weighingChecks().join(', ')}`)];
  const tests = testsOf(files);
  return dropped.flatMap((name) => {
    const [top = '', ...below] = partsOf(name);
    if (tests.includes(top)) return [];
    const near = closest(top, tests);
    const meant = near && `; did you mean ${[near, ...below].join('/')}?`;
    return [yaml.at(['drop', name], `is no test in tests/${meant ?? ''}`)];
  });
}

function weighingChecks(): string[] {
  return [...checks.values()].filter(({ weighing }) => weighing).map(({ name }) => name);
}

/** Top-level tests with and without their package directory, as a case is named. */
export function testsOf(files: FileTree): string[] {
  const sources = [...subtree(files, 'tests')].filter(([path]) => path.endsWith('_test.go'));
  return sources.flatMap(([path, content]) => {
    const dir = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const names = [...Buffer.from(content).toString().matchAll(TESTS)].map(([, name = '']) => name);
    return [...names, ...(dir ? names.map((name) => `${dir}.${name}`) : [])];
  });
}

/** `a/b.TestTop/x/y` is a test of a folder, and its subtest. */
function partsOf(name: string): string[] {
  const start = Math.max(0, name.search(/(?<=^|\.)(?:Test|Example|Fuzz)/));
  const [top = '', ...below] = name.slice(start).split('/');
  return [name.slice(0, start) + top, ...below];
}
