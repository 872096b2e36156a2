import { describe, expect, it } from 'vitest';
import { tree } from '../trees.ts';
import { isAllOutside, outsidePackages, outsideProblems } from './outside.ts';

const KIT = 'package main_test\n\nimport (\n\t"testing"\n\n\t"pushmark/kit/programs" // starts it\n)\n';

function files(texts: Record<string, string>) {
  return tree(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)] as const));
}

const both = files({
  'reference/go.mod': 'module example.com/a\n',
  'reference/cmd/a/main.go': '// Command a.\npackage main\n',
  'reference/cmd/b/main.go': 'package main\n',
  'reference/a/a.go': 'package a // as in package main\n',
  'reference/a/a_test.go': 'package main\n',
  'reference/tools.go': '//go:build ignore\n\npackage main\n',
  'reference/testdata/main.go': 'package main\n',
  'reference/third_party/x/go.mod': 'module x\n',
  'reference/third_party/x/main.go': 'package main\n',
  'tests/cmd/a/cli_test.go': KIT,
  'tests/a/a_test.go': 'package a_test\n\n// "pushmark/kit/programs" is for others\n',
});

describe('hidden tests', () => {
  it('are judged from outside where they import the kit, and may start every program of the reference', () => {
    expect(outsidePackages(both)).toEqual([{ dir: 'cmd/a', programs: ['cmd/a', 'cmd/b'] }]);
    expect(isAllOutside(both, outsidePackages(both))).toBe(false);
    expect(outsideProblems(both, outsidePackages(both), 'auto')).toEqual([]);
    expect(outsideProblems(both, outsidePackages(both), 'sealed')).toEqual([]);
  });

  it('know the kit by its import alone, in every form', () => {
    const forms = [
      'import "pushmark/kit/programs"',
      'import p "pushmark/kit/programs"',
      'import (\n\t_ `pushmark/kit/programs`\n)',
    ];
    for (const form of forms)
      expect(outsidePackages(files({ 'tests/x_test.go': `package x\n${form}\n` }))).toHaveLength(1);
    for (const other of ['var s = "pushmark/kit/programs"', 'import "pushmark/kit/programs2"'])
      expect(outsidePackages(files({ 'tests/x_test.go': `package x\n${other}\n` }))).toEqual([]);
  });

  it('that cannot be judged as asked are told what would be right', () => {
    const problems = (judging: Parameters<typeof outsideProblems>[2], of = both) =>
      outsideProblems(of, outsidePackages(of), judging);
    expect(problems('outside')).toEqual([
      'outside needs tests that start the program: import pushmark/kit/programs in tests/a, or say auto',
    ]);
    expect(problems('shared')).toEqual([
      'shared cannot be: the tests in tests/cmd/a import pushmark/kit/programs and start the program; say auto',
    ]);
    expect(problems('auto', files({ 'reference/a.go': 'package a\n', 'tests/x_test.go': KIT }))).toEqual([
      'the tests in tests/ start a program, and reference/ has no package main',
    ]);
  });
});
