import { describe, expect, it } from 'vitest';
import { allowProblem, openings, policyLevel, startsGoroutines } from './policy.ts';

describe('a word of allow', () => {
  it.each(['os', 'net/http', 'net/...', 'encoding/json', 'golang.org/x/sync/errgroup', 'example.org/a/...'])(
    'may be the package, tree or module %s',
    (word) => expect(allowProblem(word)).toBeUndefined(),
  );

  it.each(['concurrency', 'dot-imports', 'line-directives', 'anything', 'go:linkname'])('may be %s', (word) =>
    expect(allowProblem(word)).toBeUndefined(),
  );

  it.each(['C', 'goroutines', 'net/htp', 'internal/race', 'nothing/...', '', 'toString', 'go:'])(
    'cannot be %j',
    (word) => expect(allowProblem(word)).toBeTypeOf('string'),
  );
});

describe('what permissions do to shared judging', () => {
  it('is nothing for packages that only compute or only look', () => {
    expect(openings([])).toEqual([]);
    expect(openings(['strings', 'log', 'path/filepath', 'dot-imports', 'line-directives'])).toEqual([]);
  });

  it('is nothing for goroutines alone, because a race build sees what they could open', () => {
    expect(openings(['concurrency', 'strings'])).toEqual([]);
    expect(openings(['concurrency', 'unsafe', 'anything'])).toEqual(openings(['unsafe', 'anything']));
  });

  it('is said for each that opens a way to the verdict', () => {
    const words = ['os', 'net/...', 'unsafe', 'go:linkname', 'anything', 'example.org/a/b'];
    expect(openings(words)).toHaveLength(words.length);
    expect(openings(['os'])[0]).toBe('os reads and writes files and can end the process');
  });
});

describe("a teacher's code starts goroutines", () => {
  it.each([
    'func f() {\n\tgo work()\n}',
    'func f() { go func() { work() }() }',
    'select {\ncase <-c: go work()\n}',
    '\tgo(work)()',
    'all.Go(work)',
    't.Parallel()',
    'import "golang.org/x/sync/errgroup"',
    'import "testing/synctest"',
    'server := httptest.NewServer(handler)',
    'time.AfterFunc(time.Second, work)',
  ])('by %j', (source) => expect(startsGoroutines(source)).toBe(true));

  it.each([
    '// Everybody lets it go on.\n//go:build linux',
    'going := to(go1)',
    'fmt.Println("go", "Go")',
    'a.Gopher()',
  ])('not by %j', (source) => expect(startsGoroutines(source)).toBe(false));
});

it('only code that is linked with hidden tests meets every rule', () => {
  expect(policyLevel('shared', ['os'])).toBe('full');
  expect([policyLevel('sealed', []), policyLevel('outside', []), policyLevel('shared', ['anything'])]).toEqual(
    Array(3).fill('race-evasion'),
  );
});
