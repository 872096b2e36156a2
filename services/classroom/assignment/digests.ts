/** What changes verdicts, and what only changes points: the first asks for regrading, the second recomputes. */
import { POLICY_VERSION } from '#graders/policy.ts';
import { checks } from '#graders/registry.ts';
import type { YamlFile } from '#services/platform/yaml.ts';
import { type Digest, digestOf, type FileTree, subtree, treeDigest } from '../trees.ts';
import type { AssignmentDocument, Criterion } from './document.ts';
import { automatic } from './manual.ts';
import { readRubric } from './rubric.ts';
import type { AssignmentYaml } from './schema.ts';

/** Both digests of an assignment; see Assignment. */
export function digestsOf(
  yaml: YamlFile<AssignmentYaml>,
  read: AssignmentDocument,
  files: FileTree,
): { readonly judging: Digest; readonly rules: Digest } {
  const judged = ['starter', 'reference', 'tests'].map((folder) => treeDigest(subtree(files, folder)));
  const unweighed = readRubric(withoutWeighing(yaml), read.visibility, []);
  const rows = automatic(unweighed).map(({ name, check, state, options }) => ({ name, check, state, options }));
  // `auto` and no word at all are the same, also for versions that are older than the words.
  const mode = [...(read.judging === 'auto' ? [] : [read.judging]), ...(read.unsolved ? ['unsolved'] : [])];
  const rules = read.rubric.map((criterion, i) => {
    const { name, title, points, penalty, gate, visibility, drop } = criterion;
    // Both are left out where nothing is said, as in versions that are older than the words.
    const weighing = isSame(criterion, unweighed[i]) ? undefined : weighingOf(criterion);
    return { name, title, points, penalty, gate, visibility, weighing, drop };
  });
  return {
    judging: digestOf(
      JSON.stringify([judged, rows, read.limits, read.protected, read.go, read.allow, POLICY_VERSION, ...mode]),
    ),
    rules: digestOf(JSON.stringify([rules, read.title, read.visibility])),
  };
}

/** The file as if nobody had said what tests are worth. */
function withoutWeighing(yaml: YamlFile<AssignmentYaml>): YamlFile<AssignmentYaml> {
  const rubric = yaml.value.rubric.map((row) => {
    const { options: names = [] } = checks.get(row.check)?.weighing ?? {};
    const kept = Object.entries(row.options ?? {}).filter(([name]) => !names.includes(name as never));
    return row.options ? { ...row, options: Object.fromEntries(kept) } : row;
  });
  return { ...yaml, value: { ...yaml.value, rubric } };
}

function isSame({ options }: Criterion, other: Criterion | undefined): boolean {
  return JSON.stringify(options) === JSON.stringify(other?.options);
}

function weighingOf({ check, options }: Criterion): unknown {
  const { options: names = [] } = checks.get(check)?.weighing ?? {};
  return names.map((name) => (options as Record<string, unknown>)[name]);
}
