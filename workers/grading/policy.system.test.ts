import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openings } from '#graders/policy.ts';
import type { Assignment, AssignmentDocument } from '#services/classroom/assignment/document.ts';
import { readAssignmentDir } from '#services/classroom/assignment/read.ts';
import { directoryStore } from '#services/classroom/store.ts';
import { type FileTree, subtree, tree } from '#services/classroom/trees.ts';
import { readConfig } from '#services/platform/config.ts';
import { connectDocker } from '#workers/sandbox/connect.ts';
import { dockerSandbox } from '#workers/sandbox/docker.ts';
import { resolveImages } from '#workers/sandbox/images.ts';
import { canariesOf, PLANTED } from './canaries/planted.ts';
import { canariesIn } from './canaries/search.ts';
import { grade } from './grade.ts';
import type { GradedRun, GradeRequest } from './graded-run.ts';
import type { Progress } from './progress.ts';
import { criterion } from './testing.ts';

const folder = join(import.meta.dirname, '../../course/m02-gradebook');
let bench: Pick<GradeRequest, 'sandbox' | 'images' | 'store'>;
let assignment: Assignment;
let data: string;

beforeAll(async () => {
  const engine = await connectDocker();
  data = await mkdtemp(join(tmpdir(), 'pushmark-policy-'));
  bench = {
    sandbox: dockerSandbox(engine.docker, { owner: `policy-test-${process.pid}`, processors: engine.processors }),
    images: await resolveImages(engine.docker, (await readConfig()).images),
    store: directoryStore(data),
  };
  assignment = await readAssignmentDir(folder);
});

afterAll(async () => {
  await rm(data, { recursive: true });
});

function submission(base: 'starter' | 'reference', files: Record<string, string>): FileTree {
  const added = Object.entries(files).map(([path, text]) => [path, Buffer.from(text)] as const);
  return tree([...subtree(assignment.files, base), ...added]);
}

function run(
  submitted: FileTree,
  allow: readonly string[] = [],
  { rubric = assignment.document.rubric, ...more }: Partial<GradeRequest & Pick<AssignmentDocument, 'rubric'>> = {},
): Promise<GradedRun> {
  const chosen = { ...assignment, document: { ...assignment.document, allow, rubric } };
  return grade({ ...bench, assignment: chosen, submitted, seed: '2a', ...more });
}

const credits = (graded: GradedRun) => graded.criteria.map(({ judgement }) => judgement?.credit ?? 0);

/** Takes the mark of its process before `testing` does, and records a pass for the test that was asked for. */
const thief = `package gradebook

import (
	"fmt"
	"os"
	"strings"
	"syscall"
)

func init() {
	buffer := make([]byte, 256)
	n, err := syscall.Read(4, buffer)
	if err != nil || n == 0 {
		return
	}
	nonce := strings.TrimSpace(string(buffer[:n]))
	test := "TestAverage"
	for _, arg := range os.Args {
		if name, ok := strings.CutPrefix(arg, "-test.run=^"); ok {
			test = strings.TrimSuffix(name, "$")
		}
	}
\trecord := fmt.Sprintf("%s 0 {\\"name\\":%q,\\"verdict\\":\\"pass\\"}\\n%s 1 {\\"done\\":0}\\n", nonce, test, nonce)
	syscall.Write(3, []byte(record))
	os.Exit(0)
}
`;

describe('a package that reads what belongs to its judge', () => {
  it('is refused at its imports, and nothing of it is built or run', async () => {
    const ran: string[] = [];
    const onProgress = (event: Progress) => void (event.kind === 'step' && ran.push(...event.criteria));
    const graded = await run(submission('starter', { 'gradebook/thief.go': thief }), [], { onProgress });
    expect(graded.refused).toBe(true);
    expect(Math.max(...credits(graded))).toBe(0);
    expect(graded.workspaceFindings.map(({ rule, level, file, line }) => [rule, level, file, line])).toEqual([
      ['policy-import', 'error', 'gradebook/thief.go', 5],
      ['policy-import', 'error', 'gradebook/thief.go', 7],
    ]);
    expect(graded.criteria[0]?.judgement?.summary).toContain('gradebook/thief.go:5: "os" is not allowed');
    expect(ran).toEqual([]);
    expect(graded.versions.policy).toMatch(/^full /);
  });

  it('is let through by a permission, said to cost the trust in shared judging, and comes too late for the mark', async () => {
    const allow = ['os', 'syscall'];
    const graded = await run(submission('starter', { 'gradebook/thief.go': thief }), allow);
    expect(graded.refused).toBeUndefined();
    expect(openings(allow)).toHaveLength(2);
    expect(credits(graded)).toEqual(credits(await run(submission('starter', {}), allow)));
  });
});

/** Shows, packed, what lies where it has not to look. */
const spy = `package gradebook

import (
	"compress/gzip"
	"encoding/base64"
	"os"
)

func init() {
	encoder := base64.NewEncoder(base64.URLEncoding, os.Stdout)
	packer := gzip.NewWriter(encoder)
	for _, name := range []string{"/proc/self/environ", "/w/expected.txt"} {
		text, _ := os.ReadFile(name)
		packer.Write(text)
	}
	packer.Close()
	encoder.Close()
}
`;

it('gives a right solution nothing that shows what the judge planted, and does not show it', async () => {
  const submitted = submission('reference', { 'gradebook/spy.go': spy });
  const rubric = [criterion('race', 'race', { points: 1, options: { run: '^TestAverage$' } })];
  const graded = await run(submitted, ['os'], { rubric, sealed: new Map() });
  expect(credits(graded)).toEqual([0]);
  // Only the race build can read its environment.
  const seen = [PLANTED.environment, PLANTED.file].map((place) => expect.stringContaining(place));
  expect([...new Set(graded.integrity.tampering)].sort()).toEqual(seen.reverse());
  expect(canariesIn(JSON.stringify(graded.criteria), Object.values(canariesOf('2a')))).toEqual([]);
});

it('gives odd but honest code its full marks, and a program and own tests all of the standard library', async () => {
  const graded = await run(
    submission('reference', {
      'gradebook/zz_odd.go': `// Code generated by hand; DO NOT EDIT. No unsafe, no os.Exit, no import "C".\r
package gradebook\r
\r
import "strings"\r
\r
// go:norace is only mentioned.\r
const größe = "//go:linkname --- PASS: TestAverage (0.00s)"\r
\r
func init() {\r
\t_ = strings.ToUpper(größe)\r
}\r
`,
      'gradebook/odd_test.go':
        '//go:build !windows\n\npackage gradebook\n\nimport (\n\t"os"\n\t"testing"\n)\n\nfunc TestOdd(t *testing.T) {\n\tt.Log(os.Args)\n}\n',
      'cmd/other/main.go':
        'package main\n\nimport (\n\t"net/http"\n\t"os"\n)\n\nfunc main() {\n\tgo http.ListenAndServe(os.Args[1], nil)\n}\n',
    }),
  );
  expect(graded.workspaceFindings).toEqual([]);
  const judged = graded.criteria.filter(({ state, name }) => state === 'judged' && name !== 'format');
  expect(judged.map(({ name, judgement }) => [name, judgement?.credit])).toEqual(judged.map(({ name }) => [name, 1]));
});

it('leaves source that does not parse to the compiler, which knows better what is wrong with it', async () => {
  const graded = await run(submission('reference', { 'gradebook/broken.go': 'package gradebook\n\nfunc broken( {\n' }));
  expect(graded.refused).toBeUndefined();
  expect(graded.criteria[0]?.judgement).toMatchObject({ credit: 0, findings: [{ file: 'gradebook/broken.go' }] });
});

it('refuses source made to exhaust whoever reads it, before it has', async () => {
  const deep = `package gradebook\n\nvar x = ${'('.repeat(100_000)}1${')'.repeat(20_000)}\n`;
  const graded = await run(submission('reference', { 'gradebook/deep.go': deep }));
  expect(graded.workspaceFindings).toMatchObject([{ rule: 'policy-nesting', file: 'gradebook/deep.go', line: 3 }]);
  expect(graded.cpuMs).toBeLessThan(10_000);
});
