import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { Limits } from '#graders/check.ts';
import { allowProblem, allowWords } from '#graders/policy.ts';
import { InvalidInput, type Problem } from '#services/platform/errors.ts';
import { closest, readYaml, type YamlFile } from '#services/platform/yaml.ts';
import { type FileTree, subtree, tree, treeDigest } from '../trees.ts';
import { digestsOf } from './digests.ts';
import type { Assignment, AssignmentDocument } from './document.ts';
import { dropProblems } from './drop.ts';
import { readLock } from './lock.ts';
import { isAllOutside, outsidePackages, outsideProblems } from './outside.ts';
import { readRubric } from './rubric.ts';
import { AssignmentSchema, type AssignmentYaml, reservedWords } from './schema.ts';

const document = 'assignment.yaml';
const largestFile = 8 << 20;

/** Reads an assignment folder from disk. Throws InvalidInput with every problem found. */
export async function readAssignmentDir(dir: string): Promise<Assignment> {
  return readAssignment(await filesBelow(dir), basename(resolve(dir)), join(dir, document));
}

/** Reads an assignment from its files. `fallbackSlug` is the folder's name; `file` is how problems name assignment.yaml. */
export function readAssignment(files: FileTree, fallbackSlug: string, file: string = document): Assignment {
  const text = files.get(document);
  if (!text) throw new InvalidInput([{ file, line: 0, column: 0, field: '', message: 'is missing' }]);
  const yaml = readYaml(file, withoutReserved(file, Buffer.from(text).toString()), AssignmentSchema);
  const problems: Problem[] = [];
  const read = complete(yaml, fallbackSlug, problems);
  problems.push(...contradictions(yaml, read, files));
  if (problems.length > 0) throw new InvalidInput(problems);
  const { judging, rules } = digestsOf(yaml, read, files);
  const outside = outsidePackages(files);
  return {
    document: read,
    files,
    bundle: treeDigest(files),
    judging,
    rules,
    lock: readLock(files, judging, isAllOutside(files, outside) ? 'outside' : read.judging),
    outside,
  };
}

function complete(yaml: YamlFile<AssignmentYaml>, slug: string, problems: Problem[]): AssignmentDocument {
  const y = yaml.value;
  const visibility = y.visibility ?? 'visible';
  return {
    slug: y.slug ?? slug,
    title: y.title,
    module: y.module,
    summary: y.summary ?? '',
    topics: y.topics ?? [],
    go: y.go ?? '1.26',
    limits: limits(y.limits ?? {}),
    protected: y.protected ?? [],
    allow: [...new Set(y.allow)].sort(),
    judging: y.judging ?? 'auto',
    ...(y.template !== undefined && { template: y.template }),
    ...(y.unsolved && { unsolved: true }),
    ...(y.readable && { readable: true }),
    visibility,
    rubric: readRubric(yaml, visibility, problems),
    wrong: (y.wrong ?? []).map((w) => ({ ...w, remove: w.remove ?? [] })),
    right: (y.right ?? []).map((r) => ({ ...r, remove: r.remove ?? [] })),
  };
}

function limits(given: NonNullable<AssignmentYaml['limits']>): Limits {
  return {
    testMs: milliseconds(given.test ?? '10s'),
    runMs: milliseconds(given.run ?? '60s'),
    compileMs: milliseconds(given.compile ?? '60s'),
    memoryBytes: bytes(given.memory ?? '512MiB'),
    processes: given.processes ?? 128,
    outputBytes: bytes(given.output ?? '256KiB'),
  };
}

function contradictions(yaml: YamlFile<AssignmentYaml>, read: AssignmentDocument, files: FileTree): Problem[] {
  const problems: Problem[] = [];
  const criteria = new Set(read.rubric.map((c) => c.name));
  for (const folder of ['starter', 'reference']) {
    if (!files.has(`${folder}/go.mod`)) problems.push(yaml.at([], `needs ${folder}/go.mod beside it`));
  }
  problems.push(...unknownAllowances(yaml), ...dropProblems(yaml, read.rubric, files));
  const unreached = outsideProblems(files, outsidePackages(files), read.judging);
  problems.push(...unreached.map((message) => yaml.at(['judging'], message)));
  read.wrong.forEach((wrong, i) => {
    for (const lost of Object.keys(wrong.loses).filter((name) => !criteria.has(name))) {
      problems.push(yaml.at(['wrong', i, 'loses', lost], `is no criterion; criteria are ${[...criteria].join(', ')}`));
    }
    if (subtree(files, `wrong/${wrong.name}`).size === 0 && wrong.remove.length === 0) {
      problems.push(yaml.at(['wrong', i, 'name'], `needs the folder wrong/${wrong.name} or files to remove`));
    }
  });
  read.right.forEach((right, i) => {
    if (subtree(files, `right/${right.name}`).size > 0 || right.remove.length > 0) return;
    problems.push(yaml.at(['right', i, 'name'], `needs the folder right/${right.name} or files to remove`));
  });
  return problems;
}

function unknownAllowances(yaml: YamlFile<AssignmentYaml>): Problem[] {
  return (yaml.value.allow ?? []).flatMap((word, i) => {
    const problem = allowProblem(word);
    const near = problem && closest(word, allowWords);
    return problem ? [yaml.at(['allow', i], near ? `${problem}; did you mean ${near}?` : problem)] : [];
  });
}

function withoutReserved(file: string, text: string): string {
  const found = reservedWords.flatMap((word) => {
    const line = text.split('\n').findIndex((l) => l.startsWith(`${word}:`));
    const message = `${word} is reserved for a later version and means nothing yet; remove it`;
    return line < 0 ? [] : [{ file, line: line + 1, column: 1, field: word, message }];
  });
  if (found.length > 0) throw new InvalidInput(found);
  return text;
}

async function filesBelow(dir: string): Promise<FileTree> {
  const found: [string, Uint8Array][] = [];
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => {
    throw new InvalidInput([{ file: dir, line: 0, column: 0, field: '', message: 'is no folder that can be read' }]);
  });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || relative(dir, path).split(sep).includes('.git')) continue;
    if ((await lstat(path)).size > largestFile) {
      throw new InvalidInput([{ file: path, line: 0, column: 0, field: '', message: 'is larger than 8 MiB' }]);
    }
    found.push([relative(dir, path).split(sep).join('/'), await readFile(path)]);
  }
  return tree(found);
}

function milliseconds(text: string): number {
  const unit = text.endsWith('ms') ? 1 : text.endsWith('s') ? 1000 : 60_000;
  return Number.parseInt(text, 10) * unit;
}

function bytes(text: string): number {
  const units = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 } as const;
  return Number.parseInt(text, 10) * units[text.slice(-3) as keyof typeof units];
}
