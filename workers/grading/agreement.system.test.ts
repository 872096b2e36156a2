import { afterAll, beforeAll, expect, it } from 'vitest';
import { readAssignment } from '#services/classroom/assignment/read.ts';
import { tree } from '#services/classroom/trees.ts';
import { readConfig } from '#services/platform/config.ts';
import { connectDocker } from '#workers/sandbox/connect.ts';
import { type DockerSandbox, dockerSandbox } from '#workers/sandbox/docker.ts';
import { type Images, resolveImages } from '#workers/sandbox/images.ts';
import { grade } from './grade.ts';
import { memoryStore } from './testing.ts';

let sandbox: DockerSandbox;
let images: Images;

beforeAll(async () => {
  const { docker, processors } = await connectDocker();
  images = await resolveImages(docker, (await readConfig()).images);
  sandbox = dockerSandbox(docker, { owner: `agreement-test-${process.pid}`, processors });
});
afterAll(() => sandbox?.close());

const files = (texts: Record<string, string>) =>
  tree(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)] as const));
const module = 'module example.com/sum\n\ngo 1.26\n';
const honest = 'package sum\n\n// Of adds.\nfunc Of(a, b int) int { return a + b }\n';
const hidden = `package sum

import "testing"

func TestOf(t *testing.T) {
	if got := Of(2, 3); got != 5 {
		t.Errorf("Of(2, 3) = %d, want %d", got, 5)
	}
}

func TestZero(t *testing.T) {
	if got := Of(0, 0); got != 0 {
		t.Errorf("Of(0, 0) = %d, want %d", got, 0)
	}
}
`;
/** Right answers only where the race detector does not look: there the code could as well have written to memory. */
const twoFaced = `package sum

import "runtime/debug"

// Of adds.
func Of(a, b int) int {
	info, _ := debug.ReadBuildInfo()
	for _, setting := range info.Settings {
		if setting.Key == "-race" && setting.Value == "true" {
			return 0
		}
	}
	return a + b
}
`;

/** The same tests, called beside each other: goroutines of the teacher's are enough for a race. */
const beside = `package sum

import "testing"

func TestBeside(t *testing.T) {
	sums := make(chan int)
	go func() { sums <- Of(2, 3) }()
	if a, b := Of(2, 3), <-sums; a != 5 || b != 5 {
		t.Errorf("Of(2, 3) = %d and %d, want 5", a, b)
	}
}

func TestZero(t *testing.T) {
	if got := Of(0, 0); got != 0 {
		t.Errorf("Of(0, 0) = %d, want %d", got, 0)
	}
}
`;
/** Right, and two callers write its variable at once. */
const racy = `package sum

var calls int

// Of adds.
func Of(a, b int) int {
	calls++
	return a + b
}
`;
/** Says nothing to the race detector, which can be felt without any import that is refused. */
const hanging = `package sum

import "sync"

// Of adds.
func Of(a, b int) int {
	var pool sync.Pool
	kept := 0
	for range 64 {
		pool.Put(new(int))
		if pool.Get() != nil {
			kept++
		}
	}
	for kept < 60 {
	}
	return a + b
}
`;

async function graded(code: string, allow: string, { tests = hidden, limits = 'test: 10s, run: 60s' } = {}) {
  const yaml = `title: Sum\nallow: [${allow}]\nlimits: { ${limits} }\njudging: shared\nrubric:\n  - check: tests\n    points: 10\n`;
  const bundle = files({
    'assignment.yaml': yaml,
    ...{ 'reference/go.mod': module, 'reference/sum/sum.go': honest },
    ...{ 'starter/go.mod': module, 'starter/sum/sum.go': honest },
    'tests/sum/sum_test.go': tests,
  });
  const submitted = files({ 'go.mod': module, 'sum/sum.go': code });
  const assignment = readAssignment(bundle, 'sum');
  const { criteria } = await grade({ assignment, submitted, seed: '1', sandbox, images, store: memoryStore() });
  return criteria.find(({ name }) => name === 'tests')?.judgement;
}

it('code that is right in one of two builds only gets no credit for it', { timeout: 120_000 }, async () => {
  const judgement = await graded(twoFaced, 'concurrency, runtime/debug');
  expect(judgement).toMatchObject({ credit: 0.5, tampering: [] });
  expect(judgement?.cases).toMatchObject([
    { name: 'sum.TestOf', verdict: 'fail', cause: expect.stringContaining('both must agree') },
    { name: 'sum.TestZero', verdict: 'pass' },
  ]);
});

it('code that hangs where it feels the race detector gets nothing', { timeout: 120_000 }, async () => {
  const judgement = await graded(hanging, 'concurrency', { limits: 'test: 1s, run: 4s' });
  expect(judgement).toMatchObject({ credit: 0, tampering: [], evidence: { unconfirmed: 2 } });
});

it('a race on goroutines of the tests costs the tests in which it shows', { timeout: 120_000 }, async () => {
  const judgement = await graded(racy, '', { tests: beside });
  expect(judgement).toMatchObject({ credit: 0.5, findings: [{ rule: 'data-race', file: 'sum/sum.go', line: 7 }] });
  expect(judgement?.cases[0]?.cause).toContain('meets a data race');
});

it('code that is right in both keeps all of it', { timeout: 120_000 }, async () => {
  expect(await graded(honest, 'concurrency')).toMatchObject({ credit: 1, summary: 'all 2 tests passed' });
});
