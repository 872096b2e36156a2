import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { InvalidInput, type Problem } from '#services/platform/errors.ts';
import { tree } from '../trees.ts';
import { assignmentJsonSchema } from './json-schema.ts';
import { LOCK_FILE, lockText } from './lock.ts';
import { readAssignment, readAssignmentDir } from './read.ts';

const files = {
  'starter/go.mod': 'module x\n',
  'reference/go.mod': 'module x\n',
  'tests/x_test.go': 'package x\n',
};

function assignment(yaml: string, more: Record<string, string> = {}) {
  const all = { 'assignment.yaml': yaml, ...files, ...more };
  return readAssignment(tree(Object.entries(all).map(([path, text]) => [path, Buffer.from(text)])), 'hello');
}

function problemsOf(yaml: string, more: Record<string, string> = {}): readonly Problem[] {
  try {
    assignment(yaml, more);
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems;
    throw error;
  }
  return [];
}

const five = 'title: Hello\nrubric:\n  - check: tests\n    points: 100\n';

describe('an assignment of four lines', () => {
  const { document } = assignment(five);

  it('takes its slug from the folder and has sane limits', () => {
    expect(document).toMatchObject({
      slug: 'hello',
      visibility: 'visible',
      limits: { testMs: 10_000, memoryBytes: 2 ** 29 },
    });
  });

  it('must build, be vetted and be formatted, although its rubric does not say so', () => {
    expect(document.rubric.map((c) => [c.check, c.points, c.penalty, c.gate])).toEqual([
      ['build', 0, 0, true],
      ['vet', 0, 5, false],
      ['format', 0, 5, false],
      ['tests', 100, 0, false],
    ]);
  });
});

describe('a rubric', () => {
  it('replaces the baseline where it names the check itself', () => {
    const { document } = assignment(`${five}  - check: vet\n    points: 10\n`);
    expect(document.rubric.filter((c) => c.check === 'vet')).toMatchObject([{ points: 10, penalty: 0 }]);
  });

  it('keeps a criterion whose check is announced as pending', () => {
    const { document } = assignment(`${five}  - check: mutation\n    points: 10\n`);
    expect(document.rubric.at(-1)).toMatchObject({ name: 'mutation', state: 'pending', points: 10 });
  });

  it('may have what a person marks: nothing runs for it, so what judges stays the same', () => {
    const marked = assignment(
      `${five}  - { name: style, check: manual, points: 20, options: { guide: Names say why. } }\n`,
    );
    expect(marked.document.rubric.at(-1)).toMatchObject({ name: 'style', state: 'manual', points: 20 });
    expect(marked.judging).toBe(assignment(five).judging);
    expect(marked.rules).not.toBe(assignment(five).rules);
    expect(problemsOf(`${five}  - { check: manual, gate: true, options: { guid: x } }\n`)).toMatchObject([
      { message: expect.stringContaining('needs points') },
      { field: 'rubric[1].gate' },
      { message: expect.stringContaining('did you mean guide?') },
    ]);
  });

  it('refuses an unknown check and says which was meant, with its line', () => {
    expect(problemsOf('title: x\nrubric:\n  - check: test\n    points: 1\n')).toContainEqual({
      ...{ file: 'assignment.yaml', line: 3, column: 5, field: 'rubric[0].check' },
      message: 'test is no check; did you mean tests?',
    });
  });

  it('refuses unknown options of a check at their line', () => {
    const problems = problemsOf(`${five}    options:\n      runn: ^TestA$\n`);
    expect(problems).toMatchObject([
      { line: 6, field: 'rubric[0].options.runn', message: expect.stringContaining('did you mean run?') },
    ]);
  });

  it('refuses two criteria of one name, points beside a penalty, and a rubric without points', () => {
    const twice = problemsOf(`${five}  - check: tests\n    points: 1\n    penalty: 2\n`).map((p) => p.message);
    expect(twice).toEqual([
      expect.stringContaining('tests is there twice'),
      expect.stringContaining('stands beside points'),
    ]);
    expect(problemsOf('title: x\nrubric:\n  - check: vet\n    penalty: 5\n')[0]?.message).toContain('gives no points');
  });
});

describe('an assignment folder', () => {
  it('refuses words that are reserved, and says that they mean nothing yet', () => {
    expect(problemsOf(`${five}needs: database\n`)).toMatchObject([
      { line: 5, field: 'needs', message: expect.stringContaining('reserved') },
    ]);
  });

  it('refuses a wrong solution without files, and losses in criteria that do not exist', () => {
    const problems = problemsOf(`${five}wrong:\n  - name: lazy\n    mistake: does nothing\n    loses: { unit: 1 }\n`);
    expect(problems.map((p) => p.field)).toEqual(['wrong[0].loses.unit', 'wrong[0].name']);
  });

  it('has one digest for what changes verdicts and another for what changes points', () => {
    const base = assignment(five);
    const points = assignment(five.replace('100', '50'));
    const test = assignment(five, { 'tests/x_test.go': 'package x // changed\n' });
    const readme = assignment(five, { 'README.md': 'words' });
    expect([points.judging === base.judging, points.rules === base.rules]).toEqual([true, false]);
    expect([test.judging === base.judging, test.rules === base.rules]).toEqual([false, true]);
    expect([readme.judging === base.judging, readme.bundle === base.bundle]).toEqual([true, false]);
  });

  it('says how it is judged', () => {
    expect([assignment(five).document.judging, assignment(five).lock.state]).toEqual(['auto', 'missing']);
    expect(assignment(`${five}judging: auto\n`).judging).toBe(assignment(five).judging);
    const shared = assignment(`${five}judging: shared\n`);
    expect([shared.lock.state, shared.judging === assignment(five).judging]).toEqual(['off', false]);
  });

  it('is judged from outside where its tests start the program, and then needs no lock', () => {
    const program = {
      'reference/main.go': 'package main\n',
      'tests/x_test.go': 'package main_test\n\nimport "pushmark/kit/programs"\n',
    };
    const auto = assignment(five, program);
    expect([auto.outside, auto.lock.state]).toEqual([[{ dir: '.', programs: ['.'] }], 'off']);
    const outside = assignment(`${five}judging: outside\n`, program);
    expect([outside.document.judging, outside.outside]).toEqual(['outside', auto.outside]);
    expect(problemsOf(`${five}judging: outside\n`)).toMatchObject([
      { line: 5, field: 'judging', message: expect.stringContaining('import pushmark/kit/programs in tests/') },
    ]);
    expect(problemsOf(`${five}judging: shared\n`, program)).toMatchObject([
      { line: 5, field: 'judging', message: expect.stringContaining('shared cannot be') },
    ]);
  });

  it('is judged sealed only by the lock of its own version, which changes no verdict', () => {
    const { judging } = assignment(five);
    const lock = lockText(judging, new Map([['.', new Map([['TestX', undefined]])]]));
    const locked = assignment(five, { [LOCK_FILE]: lock });
    expect([locked.judging, locked.lock.state, locked.lock.sealed.get('.')]).toEqual([judging, 'valid', ['TestX']]);
    const changed = assignment(five, { [LOCK_FILE]: lock, 'tests/x_test.go': 'package x // changed\n' });
    expect(changed.lock).toMatchObject({ state: 'stale', sealed: new Map() });
  });

  it('may allow packages and constructs, sorted and once each, and that changes verdicts', () => {
    const allowing = assignment(`${five}allow: [os, concurrency, os]\n`);
    expect(allowing.document.allow).toEqual(['concurrency', 'os']);
    expect(allowing.judging).not.toBe(assignment(five).judging);
    expect(assignment(`${five}allow: [concurrency, os]\n`).judging).toBe(allowing.judging);
  });

  it('is told which word of allow means nothing, at its line', () => {
    expect(problemsOf(`${five}allow:\n  - os\n  - net/htp\n  - C\n`)).toMatchObject([
      { line: 7, field: 'allow[1]', message: expect.stringContaining('did you mean net/http?') },
      { line: 8, field: 'allow[2]', message: expect.stringContaining('C code is never built') },
    ]);
  });

  it('that does not exist is said to be so', async () => {
    await expect(readAssignmentDir('/nowhere/at-all')).rejects.toThrow(
      '/nowhere/at-all: is no folder that can be read',
    );
  });
});

it('an assignment without a solution is judged otherwise than one with it', () => {
  const { document, judging } = assignment(`${five}unsolved: true\n`);
  expect([document.unsolved, judging === assignment(five).judging]).toEqual([true, false]);
  expect(assignment(`${five}unsolved: false\n`).judging).toBe(assignment(five).judging);
});

it('a template is a repository at GitHub, and judges nothing', () => {
  const { document, judging } = assignment(`${five}template: school/hello-starter\n`);
  expect([document.template, judging]).toEqual(['school/hello-starter', assignment(five).judging]);
  expect(problemsOf(`${five}template: https://github.com/school/hello\n`)).toMatchObject([{ field: 'template' }]);
});

it('the schema that editors use is the one that is validated with', async () => {
  const committed = JSON.parse(
    await readFile(new URL('../../../course/assignment.schema.json', import.meta.url), 'utf8'),
  );
  expect(committed).toEqual(JSON.parse(JSON.stringify(assignmentJsonSchema())));
});
