/** Tests of GitHub Classroom: `.github/classroom/autograding.json` of its first years, a workflow of graders later. */
import { parse } from 'yaml';
import { at, listAt, textAt } from '#services/classroom/intake/payload.ts';
import type { FileTree } from '#services/classroom/trees.ts';
import { unknownFields } from './fields.ts';
import type { Left } from './left.ts';
import { lostOfWorkflow } from './workflow.ts';

export interface ClassroomTest {
  /** Where it stands, for the report. */
  readonly file: string;
  readonly field: string;
  readonly name: string;
  /** `io`: what it prints is compared; `command`: its exit decides. */
  readonly kind: 'io' | 'command' | 'python';
  readonly setup: string;
  readonly command: string;
  readonly input: string;
  readonly output: string;
  readonly comparison: 'exact' | 'included' | 'regex';
  readonly minutes: number | undefined;
  readonly points: number | undefined;
}

export interface ReadTests {
  readonly tests: readonly ClassroomTest[];
  readonly left: readonly Left[];
}

const JSON_FILE = '.github/classroom/autograding.json';
const MOST = 500;
/** Of one test. */
export const MOST_POINTS = 10_000;
/** Characters of one field. */
export const MOST_TEXT = 100_000;

/** All tests of a repository. Where both forms are there, the workflow is the newer one, and counts. */
export function readTests(files: FileTree): ReadTests {
  const left: Left[] = [];
  const workflows = [...files.keys()].filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path));
  const newer = workflows.flatMap((path) => workflowTests(path, textOf(files, path), left));
  const older = files.has(JSON_FILE) ? jsonTests(textOf(files, JSON_FILE), left) : [];
  if (newer.length > 0 && older.length > 0) {
    left.push({
      file: JSON_FILE,
      field: '',
      why: 'a workflow has tests as well, and is the newer form',
      todo: 'Nothing, if its tests are the same',
    });
  }
  const tests = newer.length > 0 ? newer : older;
  if (tests.length > MOST)
    left.push({
      file: tests[MOST]!.file,
      field: tests[MOST]!.field,
      why: `only ${MOST} tests are read`,
      todo: 'Write the others as Go tests in tests/',
    });
  return { tests: tests.slice(0, MOST), left };
}

function jsonTests(text: string, left: Left[]): ClassroomTest[] {
  const value = parsed(() => JSON.parse(text), JSON_FILE, left);
  left.push(...unknownFields('autograding.json', [value], JSON_FILE));
  left.push(...unknownFields('tests', listAt(value, 'tests'), JSON_FILE, 'tests.'));
  return listAt(value, 'tests').map((test, i) => ({
    ...{ file: JSON_FILE, field: `tests[${i}]`, name: textAt(test, 'name') ?? `Test ${i + 1}` },
    // Without anything to compare, the exit status decided.
    kind: long(test, 'output').trim() === '' ? 'command' : 'io',
    ...{
      setup: long(test, 'setup'),
      command: long(test, 'run'),
      input: long(test, 'input'),
      output: long(test, 'output'),
    },
    ...{
      comparison: comparison(at(test, 'comparison')),
      minutes: number(at(test, 'timeout')),
      points: number(at(test, 'points')),
    },
  }));
}

function workflowTests(file: string, text: string, left: Left[]): ClassroomTest[] {
  if (!text.includes('autograding-')) return [];
  const value = parsed(() => parse(text, { maxAliasCount: 20 }), file, left);
  const jobs = Object.entries((at(value, 'jobs') ?? {}) as object);
  left.push(...lostOfWorkflow(file, value, jobs));
  return jobs.flatMap(([job, body]) =>
    listAt(body, 'steps').flatMap((step, i) => {
      const kind = /\/autograding-(io|command|python)-grader@/.exec(textAt(step, 'uses') ?? '')?.[1];
      const field = `jobs.${job}.steps[${i}]`;
      if (kind) return [stepTest(step, kind as ClassroomTest['kind'], { file, field })];
      if (isOwn(step))
        left.push({
          file,
          field,
          why: `the step ${textAt(step, 'name') ?? textAt(step, 'uses') ?? ''} is no grader of Classroom`,
          todo: 'See whether grading needs it',
        });
      return [];
    }),
  );
}

/** Steps that every workflow of Classroom has need no word. */
function isOwn(step: unknown): boolean {
  const uses = textAt(step, 'uses') ?? '';
  return !/^actions\/(checkout|setup-go)@|\/autograding-grading-reporter@/.test(uses);
}

function stepTest(step: unknown, kind: ClassroomTest['kind'], place: { file: string; field: string }): ClassroomTest {
  const given = at(step, 'with');
  return {
    ...{ ...place, kind, name: scalar(given, 'test-name') || textAt(step, 'name') || place.field },
    ...{ setup: scalar(given, 'setup-command'), command: scalar(given, 'command') },
    ...{ input: scalar(given, 'input'), output: scalar(given, 'expected-output') },
    comparison: comparison(at(given, 'comparison-method')),
    ...{ minutes: number(at(given, 'timeout')), points: number(at(given, 'max-score')) },
  };
}

function comparison(word: unknown): ClassroomTest['comparison'] {
  return word === 'exact' || word === 'regex' ? word : 'included';
}

function number(value: unknown): number | undefined {
  const found = typeof value === 'string' ? Number.parseFloat(value) : value;
  return typeof found === 'number' && Number.isFinite(found) && found > 0 ? Math.min(found, MOST_POINTS) : undefined;
}

function long(value: unknown, key: string): string {
  const found = at(value, key);
  return typeof found === 'string' ? found.slice(0, MOST_TEXT) : '';
}

/** YAML makes numbers of what a teacher meant as text. */
function scalar(value: unknown, key: string): string {
  const found = at(value, key);
  return typeof found === 'number' || typeof found === 'boolean' ? String(found) : long(value, key);
}

function textOf(files: FileTree, path: string): string {
  return Buffer.from(files.get(path) ?? '').toString();
}

function parsed(read: () => unknown, file: string, left: Left[]): unknown {
  try {
    return read();
  } catch {
    left.push({ file, field: '', why: 'it cannot be read', todo: 'Mend it, or write the tests anew' });
    return undefined;
  }
}
