import { describe, expect, it } from 'vitest';
import { type FileTree, tree } from '#services/classroom/trees.ts';
import { teacherSide } from './teacher.ts';
import { assignmentOf } from './testing.ts';
import { referenceTree, workspaceOf } from './workspace.ts';

const folder = {
  'starter/go.mod': 'module example.com/grades\n\ngo 1.26\n',
  'starter/gradebook/gradebook.go': 'package gradebook // starter',
  'starter/gradebook/example_test.go': 'package gradebook // given test',
  'starter/internal/kit/kit.go': 'package kit',
  'starter/gradebook/testdata/small.csv': 'a,1',
  'reference/go.mod': 'module example.com/grades\n\ngo 1.26\n',
  'reference/gradebook/gradebook.go': 'package gradebook // reference',
  'reference/gradebook/own_test.go': 'package gradebook // own test of the reference',
  'reference/internal/kit/kit.go': 'package kit',
  'tests/gradebook/hidden_test.go': 'package gradebook // hidden',
  'tests/gradebook/testdata/big.csv': 'secret,1',
  'tests/gradebook/testdata/small.csv': 'a,1',
  'tests/stats/stats_test.go': 'package stats // hidden',
};

const side = teacherSide(assignmentOf(folder, { protected: ['internal/**'] }));

function files(entries: Record<string, string>): FileTree {
  return tree(Object.entries(entries).map(([path, text]) => [path, Buffer.from(text)] as const));
}

const honest = {
  'go.mod': 'module example.com/grades\n\ngo 1.26\n',
  'gradebook/gradebook.go': 'package gradebook // mine',
  'gradebook/mine_test.go': 'package gradebook // my test',
  'gradebook/testdata/small.csv': 'a,1',
  'internal/kit/kit.go': 'package kit',
};

function text(of: FileTree, path: string): string | undefined {
  const content = of.get(path);
  return content && Buffer.from(content).toString();
}

function rules(extra: Record<string, string>, without: string[] = []): string[] {
  const entries = Object.entries({ ...honest, ...extra }).filter(([path]) => !without.includes(path));
  return workspaceOf(side, files(Object.fromEntries(entries))).findings.map((f) => `${f.rule} ${f.file}`);
}

describe('the workspace of an honest submission', () => {
  const workspace = workspaceOf(side, files(honest));

  it('has no findings', () => {
    expect(workspace.findings).toEqual([]);
  });

  it('judges the student’s code by hidden tests only', () => {
    expect([...workspace.judged.keys()]).toEqual([
      'go.mod',
      'gradebook/gradebook.go',
      'gradebook/hidden_test.go',
      'gradebook/testdata/big.csv',
      'gradebook/testdata/small.csv',
      'internal/kit/kit.go',
      'stats/stats_test.go',
    ]);
    expect(text(workspace.judged, 'gradebook/gradebook.go')).toBe('package gradebook // mine');
  });

  it('measures the student’s own tests where nothing is hidden', () => {
    expect([...workspace.own.keys()]).toEqual([
      'go.mod',
      'gradebook/gradebook.go',
      'gradebook/mine_test.go',
      'gradebook/testdata/small.csv',
      'internal/kit/kit.go',
    ]);
  });

  it('says which files are the student’s', () => {
    expect(workspace.studentFiles).toEqual(['gradebook/gradebook.go', 'gradebook/mine_test.go']);
  });
});

it('does not bring back a file of the starter that the student moved or deleted', () => {
  const workspace = workspaceOf(side, files({ ...honest, 'gradebook/a.go': 'package gradebook // a' }));
  expect(workspace.judged.has('gradebook/example_test.go')).toBe(false);
  expect(rules({ 'gradebook/other.go': 'package gradebook' }, ['gradebook/gradebook.go'])).toEqual([]);
});

it('knows the module and the directories with hidden tests', () => {
  expect(side.module).toBe('example.com/grades');
  expect(side.testDirs).toEqual(['gradebook', 'stats']);
});

it('judges the reference without its own tests', () => {
  const reference = referenceTree(side);
  expect(text(reference, 'gradebook/gradebook.go')).toBe('package gradebook // reference');
  expect(reference.has('gradebook/own_test.go')).toBe(false);
  expect(reference.has('gradebook/hidden_test.go')).toBe(true);
});

describe('the teacher’s copy wins and the difference is said', () => {
  it.each([
    ['go.mod', 'module example.com/grades\n\ngo 1.26\n\nreplace x => ./x\n'],
    ['gradebook/hidden_test.go', 'package gradebook\n\nfunc TestMain() {}'],
    ['internal/kit/kit.go', 'package kit // everything passes'],
  ])('%s changed', (path, content) => {
    expect(rules({ [path]: content })).toEqual([`protected-file ${path}`]);
    const workspace = workspaceOf(side, files({ ...honest, [path]: content }));
    expect(text(workspace.judged, path)).not.toBe(content);
    expect(text(workspace.own, path)).not.toBe(content);
  });

  it('deleted', () => {
    expect(rules({}, ['internal/kit/kit.go'])).toEqual(['protected-file internal/kit/kit.go']);
    const rest = Object.entries(honest).filter(([path]) => path !== 'internal/kit/kit.go');
    expect(workspaceOf(side, files(Object.fromEntries(rest))).judged.has('internal/kit/kit.go')).toBe(true);
  });

  it('invented where the assignment has none', () => {
    expect(rules({ 'go.sum': 'evil', 'internal/kit/more.go': 'package kit' })).toEqual([
      'protected-file go.sum',
      'protected-file internal/kit/more.go',
    ]);
  });
});

describe('a hidden test cannot be kept away', () => {
  it.each([
    ['by a directory in its place', 'gradebook/hidden_test.go/x.go'],
    ['by a file in the place of its directory', 'stats'],
    ['by its name in capitals', 'gradebook/HIDDEN_TEST.go'],
    ['by its directory in capitals', 'Gradebook/more.go'],
  ])('%s', (_, path) => {
    const workspace = workspaceOf(side, files({ ...honest, [path]: 'package x' }));
    expect(text(workspace.judged, 'gradebook/hidden_test.go')).toBe('package gradebook // hidden');
    expect(text(workspace.judged, 'stats/stats_test.go')).toBe('package stats // hidden');
    expect(workspace.judged.has(path)).toBe(false);
    expect(workspace.findings.map((f) => `${f.rule} ${f.file}`)).toEqual([`name-clash ${path}`]);
  });
});

it('keeps hidden data out of sight of the student’s own tests, and their data out of the hidden ones’ way', () => {
  const workspace = workspaceOf(side, files({ ...honest, 'gradebook/testdata/mine.csv': 'b,2' }));
  expect(workspace.own.has('gradebook/testdata/big.csv')).toBe(false);
  expect(workspace.own.has('gradebook/testdata/mine.csv')).toBe(true);
  expect(workspace.judged.has('gradebook/testdata/mine.csv')).toBe(false);
  expect(workspace.findings).toEqual([]);
});

describe('files that stay outside', () => {
  it.each([
    ['a workspace file', 'go.work', 'module-file'],
    ['a second module that would hide a package', 'gradebook/go.mod', 'module-file'],
    ['settings of the go command', 'go.env', 'module-file'],
    ['settings in a directory that could be a home', '.config/go/env', 'left-out'],
    ['the repository’s own database', '.git/config', 'left-out'],
    ['copies of modules', 'vendor/x/x.go', 'vendored'],
    ['assembly', 'gradebook/x_amd64.s', 'not-go'],
    ['C', 'gradebook/x.c', 'not-go'],
    ['an object file', 'gradebook/x.syso', 'not-go'],
    ['a path that climbs', '../x.go', 'left-out'],
    ['an absolute path', '/etc/passwd', 'odd-name'],
    ['an empty segment', 'a//x.go', 'odd-name'],
    ['a NUL', 'a\u0000.go', 'odd-name'],
    ['a line break', 'a\n.go', 'odd-name'],
    ['a backslash', 'a\\b.go', 'odd-name'],
    ['a leading dash', '-toolexec.go', 'odd-name'],
    ['bytes that are no text', 'a\ufffd.go', 'odd-name'],
    ['a trailing dot', 'a.go.', 'odd-name'],
    ['a package in a folder with a blank', 'old (1)/x.go', 'odd-name'],
    ['a package in a folder of other letters', 'größe/x.go', 'odd-name'],
    ['a package in a folder named like a device', 'a/aux/x_test.go', 'odd-name'],
    ['a very deep path', `${'d/'.repeat(20)}x.go`, 'odd-name'],
    ['a very long name', `${'n'.repeat(300)}.go`, 'odd-name'],
  ])('%s', (_, path, rule) => {
    const shown = path.replace(/[\u0000\n]/g, '\ufffd').slice(0, 240);
    expect(rules({ [path]: 'x' })).toEqual([`${rule} ${shown}`]);
    const workspace = workspaceOf(side, files({ ...honest, [path]: 'x' }));
    expect(workspace.own.has(path) || workspace.judged.has(path)).toBe(false);
  });

  it('a Go file of more than a megabyte', () => {
    expect(rules({ 'gradebook/big.go': 'x'.repeat(1024 * 1024 + 1) })).toEqual(['too-big gradebook/big.go']);
  });

  it('what is more than the caps allow together', () => {
    const many = Object.fromEntries(Array.from({ length: 2010 }, (_, i) => [`data/f${i}.txt`, '']));
    const found = workspaceOf(side, files({ ...honest, ...many }));
    expect(found.own.size).toBeLessThanOrEqual(2000 + 3);
    expect(found.findings.length).toBeGreaterThan(0);
  });

  it('ordinary files of other tools, without a word', () => {
    expect(rules({ '.gitignore': 'x', '.github/workflows/classroom.yml': 'x' })).toEqual([]);
  });

  it('are listed up to a bound', () => {
    const odd = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`-${i}.go`, 'x']));
    const found = rules(odd);
    expect(found).toHaveLength(51);
  });
});

it('keeps one of two files that differ only in case', () => {
  const workspace = workspaceOf(
    side,
    files({ ...honest, 'gradebook/A.go': 'package gradebook', 'gradebook/a.go': 'package gradebook' }),
  );
  expect([...workspace.judged.keys()].filter((path) => /\/a\.go$/i.test(path))).toEqual(['gradebook/A.go']);
  expect(workspace.findings.map((f) => `${f.rule} ${f.file}`)).toEqual(['name-clash gradebook/a.go']);
});

it('keeps the spelling that the assignment has, also of a folder, whatever comes first', () => {
  const old = { 'Gradebook/gradebook.go': 'package gradebook // old', 'Gradebook/old.go': 'package gradebook' };
  const workspace = workspaceOf(
    side,
    files({ ...old, ...honest, 'gradebook/Gradebook.go': 'package gradebook // old' }),
  );
  for (const tree of [workspace.own, workspace.judged]) {
    expect([...tree.keys()].filter((path) => /\/gradebook\.go$/i.test(path))).toEqual(['gradebook/gradebook.go']);
  }
  expect(workspace.findings.map((f) => f.file).sort()).toEqual([
    'Gradebook/gradebook.go',
    'Gradebook/old.go',
    'gradebook/Gradebook.go',
  ]);
});

it('takes data files and names in other scripts', () => {
  const data = { 'données/größe.csv': 'x', 'README.md': 'x', 'notes (old).txt': 'x' };
  const extra = { ...data, 'gradebook/größe.go': 'x', 'gradebook/testdata/old (1)/x.go': 'x', '_old copy/x.go': 'x' };
  expect(rules(extra)).toEqual([]);
});
