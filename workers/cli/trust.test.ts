import { expect, it } from 'vitest';
import { readAssignment } from '#services/classroom/assignment/read.ts';
import { tree } from '#services/classroom/trees.ts';
import { trustWords } from './trust.ts';

function wordsOf(allow: string): readonly string[] {
  const texts = {
    'assignment.yaml': `title: x\nallow: ${allow}\nrubric:\n  - check: tests\n    points: 1\n`,
    'starter/go.mod': 'module x\n',
    'reference/go.mod': 'module x\n',
  };
  const files = tree(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)] as const));
  return trustWords(readAssignment(files, 'x').document);
}

it('says nothing of permissions that open no way to a verdict', () => {
  expect(wordsOf('[]')).toEqual([]);
  expect(wordsOf('[path/filepath, dot-imports]')).toEqual([]);
});

it('says of each permission that does why shared judging is not to be believed with it', () => {
  expect(wordsOf('[os, strings, syscall]')).toEqual([
    'shared judging is not to be believed: os reads and writes files and can end the process',
    'shared judging is not to be believed: syscall talks to the operating system',
  ]);
});

it('says what counts, and what can be read, where goroutines are allowed', () => {
  expect(wordsOf('[concurrency]').map((words) => words.slice(0, 47))).toEqual([
    'goroutines are allowed: a linked pass counts wh',
  ]);
});

it('says that the policy is off where anything is allowed', () => {
  expect(wordsOf('[anything]').map((words) => words.slice(0, 24))).toEqual([
    'the source policy is off',
    'shared judging is not to',
  ]);
});
