import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lockText } from '#services/classroom/assignment/lock.ts';
import { readConfig } from '#services/platform/config.ts';
import { assignmentOf, criterion } from '#workers/grading/testing.ts';
import { type Bench, openBench } from './bench.ts';
import { decideWays, sealWords } from './seal.ts';

const MODULE = 'module example.com/shelf\n\ngo 1.26\n';
const shelf = (keep: string) =>
  `package shelf\n\nimport "slices"\n\nvar kept = slices.Clone([]int{})\n\nfunc Keep(v []int) { kept = ${keep} }\n\nfunc First() int { return kept[0] }\n`;
const TESTS = `package shelf

import (
	"sync"
	"testing"
)

func TestFirst(t *testing.T) {
	if Keep([]int{1, 2}); First() != 1 {
		t.Errorf("First() = %d, want 1", First())
	}
}

func TestKeepsACopy(t *testing.T) {
	mine := []int{1, 2}
	var all sync.WaitGroup
	all.Go(func() { Keep(mine) })
	all.Wait()
	mine[0] = 9
	if got := First(); got != 1 {
		t.Errorf("First() = %d, want 1", got)
	}
}
`;

/** Where tests have goroutines, what a package keeps of a caller's slice is a copy when it is sealed. */
const assignment = assignmentOf(
  {
    'starter/go.mod': MODULE,
    'starter/shelf/shelf.go': 'package shelf\n',
    'reference/go.mod': MODULE,
    'reference/shelf/shelf.go': shelf('slices.Clone(v)'),
    'tests/shelf/shelf_test.go': TESTS,
    'wrong/keeps/shelf/shelf.go': shelf('v'),
  },
  {
    rubric: [criterion('unit', 'tests', { points: 10 })],
    wrong: [{ name: 'keeps', mistake: 'keeps the slice of the caller', loses: { unit: 0.5 }, remove: [] }],
  },
);

let data: string;
let bench: Bench;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'pushmark-seal-'));
  bench = await openBench({ ...(await readConfig()), data });
});
afterAll(async () => {
  await bench.sandbox.close();
  await rm(data, { recursive: true });
});

it('leaves exactly that test linked which a wrong solution passes in one way only, and says so in lock and words', async () => {
  const seen: string[] = [];
  const report = await decideWays(assignment, bench, new AbortController().signal, (name) => seen.push(name));
  const reason = 'wrong/keeps: TestKeepsACopy passes sealed, not linked (First() = 9, want 1)';
  expect(sealWords(report)[1]).toBe(`  linked: shelf.TestKeepsACopy: ${reason}`);
  expect(JSON.parse(lockText(assignment.judging, report.decisions)).tests).toEqual({
    shelf: { TestFirst: 'sealed', TestKeepsACopy: reason },
  });
  expect(seen).toEqual(['reference', 'starter', 'wrong/keeps', ...MUTANTS.map((name) => `mutant ${name}`)]);
  // All but the starter, which lacks everything.
  expect(report.solutions).toBe(seen.length - 1);
});

const MUTANTS = ['retain v in Keep', 'drop copy in Keep', 'zero Keep', 'zero First'];
