import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directoryStore } from '#services/classroom/store.ts';
import { type FileTree, tree } from '#services/classroom/trees.ts';
import { readConfig } from '#services/platform/config.ts';
import { connectDocker } from '#workers/sandbox/connect.ts';
import { dockerSandbox } from '#workers/sandbox/docker.ts';
import { resolveImages } from '#workers/sandbox/images.ts';
import { grade } from './grade.ts';
import type { GradedRun, GradeRequest } from './graded-run.ts';
import { assignmentOf, criterion } from './testing.ts';

const HEAD = 'package tally\n\nimport "sync"\n\nvar mu sync.Mutex\n\nvar n int\n\n';
const ADD = 'func Add(k int) int {\n\tmu.Lock()\n\tdefer mu.Unlock()\n\tn += k\n\treturn n\n}\n\n';
const NAMES = 'func Names(names []string) []string { return append([]string{}, names...) }\n';
const MODULE = 'module example.com/tally\n\ngo 1.26\n';
const CANARY = 'canary-of-the-hidden-tests';

const HIDDEN = `package tally

import (
	"os"
	"strings"
	"sync"
	"testing"
)

func TestAdd(t *testing.T) {
	if got := Add(2); got != 2 {
		t.Errorf("Add(2) = %d, want %d", got, 2)
	}
}

func TestNames(t *testing.T) {
	golden, err := os.ReadFile("testdata/golden.txt")
	if err != nil || !strings.Contains(string(golden), "canary") {
		t.Fatal(string(golden), err)
	}
	if got := Names([]string{"a"}); len(got) != 1 || got[0] != "a" {
		t.Errorf("Names([a]) = %q, want [a]", got)
	}
}

func TestTogether(t *testing.T) {
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() { Add(1) })
	}
	all.Wait()
	if got := Add(0); got != 50 {
		t.Errorf("Add(0) = %d, want %d", got, 50)
	}
}
`;

const assignment = assignmentOf(
  {
    'starter/go.mod': MODULE,
    'starter/tally/tally.go': HEAD,
    'reference/go.mod': MODULE,
    'reference/tally/tally.go': HEAD + ADD + NAMES,
    'tests/tally/hidden_test.go': HIDDEN,
    'tests/tally/testdata/golden.txt': CANARY,
  },
  {
    rubric: [
      criterion('build', 'build', { gate: true }),
      criterion('unit', 'tests', { points: 60 }),
      criterion('race', 'race', { points: 40 }),
    ],
    allow: ['anything'],
  },
);

let bench: Pick<GradeRequest, 'sandbox' | 'images' | 'store'>;
let data: string;

beforeAll(async () => {
  const engine = await connectDocker();
  data = await mkdtemp(join(tmpdir(), 'pushmark-sealed-'));
  bench = {
    sandbox: dockerSandbox(engine.docker, { owner: `sealed-test-${process.pid}`, processors: engine.processors }),
    images: await resolveImages(engine.docker, (await readConfig()).images),
    store: directoryStore(data),
  };
});

afterAll(() => rm(data, { recursive: true }));

function handedIn(source: string): FileTree {
  return tree(
    Object.entries({ 'go.mod': MODULE, 'tally/tally.go': source }).map(([path, text]) => [path, Buffer.from(text)]),
  );
}

function run(source: string): Promise<GradedRun> {
  return grade({ ...bench, assignment, submitted: handedIn(source), seed: '2a', sealed: 'all' });
}

function told(graded: GradedRun, name: string): Record<string, string> {
  const { cases = [] } = graded.criteria.find((one) => one.name === name)?.judgement ?? {};
  return Object.fromEntries(
    cases.map((one) => [one.name, one.verdict === 'pass' ? 'pass' : `${one.verdict}: ${one.cause}`]),
  );
}

describe('sealed judging', () => {
  it('gives the reference full credit, in a process of its own', async () => {
    const graded = await run(HEAD + ADD + NAMES);
    expect(graded.criteria.map(({ judgement }) => judgement?.credit)).toEqual([1, 1, 1]);
    expect(graded.integrity).toEqual({ mode: 'sealed', tampering: [] });
  });

  it('says in words what the package lacks and what has another form', async () => {
    const graded = await run(`${HEAD}func Add(k int64) int { return n }\n`);
    expect(told(graded, 'unit')['tally.TestAdd']).toMatch(/^missing: the tests do not compile with your package: /);
    expect(told(graded, 'unit')['tally.TestAdd']).toContain('your package lacks Names');
    expect(told(graded, 'unit')['tally.TestAdd']).toMatch(
      /Add differs from the assignment's: want func Add\(k? ?int\) int/,
    );
  });

  it('says how a program ended that ends itself, whatever the status', async () => {
    const graded = await run(
      HEAD.replace('"sync"', '"os"\n\t"sync"').replace('import ', 'import (\n\t').replace('"sync"\n', '"sync"\n)\n') +
        ADD.replace('mu.Lock()', 'os.Exit(0)\n\tmu.Lock()') +
        NAMES,
    );
    expect(told(graded, 'unit')).toMatchObject({
      'tally.TestAdd': 'missing: your program ended with status 0 while the test ran',
      'tally.TestNames': 'pass',
    });
    expect(graded.criteria.find(({ name }) => name === 'unit')?.judgement?.credit).toBe(0);
    expect(graded.integrity.tampering.join()).toContain('ended with status 0 before its tests were finished');
  });

  it('shows a panic at the student’s line', async () => {
    const graded = await run(HEAD + ADD.replace('n += k', 'var p *int\n\tn += *p') + NAMES);
    const unit = graded.criteria[1]?.judgement;
    expect(told(graded, 'unit')['tally.TestAdd']).toMatch(
      /panic: invalid memory address.* at tally\/tally\.go:13 in Add/,
    );
    expect(unit?.findings.map(({ rule, file, line }) => [rule, file, line])).toContainEqual([
      'panic',
      'tally/tally.go',
      13,
    ]);
  });

  it('finds a data race at its line', async () => {
    const graded = await run(
      HEAD +
        ADD.replace('\tmu.Lock()\n\tdefer mu.Unlock()\n', '\tif k == 2 {\n\t\tmu.Lock()\n\t\tmu.Unlock()\n\t}\n') +
        NAMES,
    );
    expect(told(graded, 'race')['tally.TestTogether']).toBe('fail: data race');
    expect(graded.criteria[2]?.judgement?.findings[0]).toMatchObject({ file: 'tally/tally.go' });
  });

  it('gives nothing of the tests to code that looks everywhere', async () => {
    const graded = await run(SPY);
    expect(JSON.stringify(graded)).not.toContain(CANARY);
    expect(told(graded, 'unit')['tally.TestNames']).toContain('Names([a]) = ["nothing"]');
  });

  it('takes a forged answer for what it is', async () => {
    const graded = await run(FORGER);
    expect(graded.criteria[1]?.judgement).toMatchObject({ credit: 0 });
    expect(graded.integrity.tampering[0]).toMatch(/^the program broke the protocol between it and its tests/);
  });
});

/** Walks everything that its user can reach and answers with what it has found of the tests. */
const SPY = `package tally

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
)

func Add(k int) int { return k }

func Names([]string) []string {
	found := []string{}
	filepath.WalkDir("/", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || name == os.Args[0] || filepath.HasPrefix(name, "/sys/") {
			return nil
		}
		if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() {
			return nil
		}
		if text, err := os.ReadFile(name); err == nil && (bytes.Contains(text, []byte("canary-of"+"-the")) || bytes.Contains(text, []byte("TestTo"+"gether"))) {
			if filepath.Base(name) != "cmdline" {
				found = append(found, name)
			}
		}
		return nil
	})
	if len(found) == 0 {
		return []string{"nothing"}
	}
	return found
}
`;

/** Writes frames of its own to the pipe. */
const FORGER = `package tally

import "os"

func Add(k int) int {
	os.NewFile(4, "").Write(bytes())
	select {}
}

func bytes() []byte { return []byte{5, 0, 0, 0, 2, 99, 0, 0, 0, 0, 0, 0} }

func Names(names []string) []string { return names }
`;
