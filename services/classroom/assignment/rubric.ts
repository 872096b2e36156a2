import { Default } from 'typebox/value';
import type { Visibility } from '#graders/check.ts';
import { announced, checks } from '#graders/registry.ts';
import type { Problem } from '#services/platform/errors.ts';
import { closest, violations, type YamlFile } from '#services/platform/yaml.ts';
import type { Criterion } from './document.ts';
import { MANUAL, manualOptions } from './manual.ts';
import type { AssignmentYaml } from './schema.ts';

type Row = AssignmentYaml['rubric'][number];

/** What every rubric has unless it names these checks itself: it must build, be vetted and be formatted. */
const baseline: readonly Row[] = [
  { check: 'build', title: 'Builds', gate: true },
  { check: 'vet', title: 'No findings of go vet', penalty: 5 },
  { check: 'format', title: 'Formatted with gofmt', penalty: 5 },
];

/** The complete rubric, with the baseline first; problems are added to `problems`. */
export function readRubric(file: YamlFile<AssignmentYaml>, visibility: Visibility, problems: Problem[]): Criterion[] {
  const rows = file.value.rubric;
  const given = { visibility, drop: file.value.drop };
  const named = new Set(rows.map((row) => row.check));
  const added = baseline.filter((row) => !named.has(row.check)).map((row) => criterion(row, given));
  const seen = new Set(added.map((c) => c.name));
  const own = rows.map((row, i) => {
    const at = (field: string, message: string) => problems.push(file.at(['rubric', i, ...field.split('.')], message));
    const made = criterion(row, given);
    if (seen.has(made.name)) at('name', `${made.name} is there twice; give each criterion a name of its own`);
    seen.add(made.name);
    examine(row, at);
    return made;
  });
  if (![...added, ...own].some((c) => c.state === 'judged' && c.points > 0)) {
    problems.push(file.at(['rubric'], 'gives no points; at least one criterion with a check that exists needs points'));
  }
  return [...added, ...own];
}

/** What the assignment says for all its criteria. */
interface Given {
  readonly visibility: Visibility;
  readonly drop: Criterion['drop'] | undefined;
}

function criterion(row: Row, { visibility, drop }: Given): Criterion {
  const check = checks.get(row.check);
  const options = check ? Default(check.options, structuredClone(row.options ?? {})) : (row.options ?? {});
  const state = row.check === MANUAL ? 'manual' : check ? 'judged' : 'pending';
  return {
    name: row.name ?? row.check,
    title: row.title ?? row.name ?? row.check,
    check: row.check,
    state,
    points: row.points ?? 0,
    penalty: row.penalty ?? 0,
    gate: row.gate ?? false,
    visibility: row.visibility ?? visibility,
    options,
    ...(check?.weighing && drop && { drop }),
  };
}

function examine(row: Row, at: (field: string, message: string) => void): void {
  const check = checks.get(row.check);
  if (row.check === MANUAL) {
    examineManual(row, at);
    return;
  }
  if (!check && !announced.includes(row.check)) {
    const near = closest(row.check, [...checks.keys(), MANUAL, ...announced]);
    at(
      'check',
      `${row.check} is no check; ${near ? `did you mean ${near}?` : `checks are ${[...checks.keys(), MANUAL].join(', ')}`}`,
    );
  }
  if (row.points !== undefined && row.penalty !== undefined) at('penalty', 'stands beside points; use one of them');
  if (row.points === undefined && row.penalty === undefined && !row.gate)
    at('check', 'needs points, a penalty or gate: true');
  if (!check) return;
  const options = Default(check.options, structuredClone(row.options ?? {}));
  for (const { path, message } of violations(check.options, options)) at(['options', ...path].join('.'), message);
}

/** Nothing is lost or closed as long as nobody has looked. */
function examineManual(row: Row, at: (field: string, message: string) => void): void {
  if (row.points === undefined) at('check', 'manual needs points');
  if (row.gate) at('gate', 'does not go with manual: everything behind it would wait for a person');
  for (const { path, message } of violations(manualOptions, row.options ?? {}))
    at(['options', ...path].join('.'), message);
}
