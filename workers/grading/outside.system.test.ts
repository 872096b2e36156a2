import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directoryStore } from '#services/classroom/store.ts';
import { type FileTree, tree } from '#services/classroom/trees.ts';
import { readConfig } from '#services/platform/config.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import { connectDocker } from '#workers/sandbox/connect.ts';
import { dockerSandbox } from '#workers/sandbox/docker.ts';
import { resolveImages } from '#workers/sandbox/images.ts';
import { grade } from './grade.ts';
import type { GradedRun, GradeRequest } from './graded-run.ts';
import { assignmentOf, criterion } from './testing.ts';

const MODULE = 'module example.com/count\n\ngo 1.26\n';
const COUNT = `package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	text, _ := io.ReadAll(os.Stdin)
	fmt.Println(len(strings.Fields(string(text))))
}
`;
const HIDDEN = `package main_test

import (
	"strings"
	"testing"

	"pushmark/kit/programs"
)

func TestCount(t *testing.T) {
	cmd := programs.Command(t, ".")
	cmd.Stdin = strings.NewReader("one two three")
	if out, err := cmd.CombinedOutput(); string(out) != "3\\n" || err != nil {
		t.Errorf("count of three words = %.40q, want %q (%v)", out, "3\\n", err)
	}
}
`;

const texts = {
  'starter/go.mod': MODULE,
  'reference/go.mod': MODULE,
  'reference/cmd/count/main.go': COUNT,
  'tests/cmd/count/count_test.go': HIDDEN,
};
const rubric = [criterion('unit', 'tests', { points: 60 }), criterion('race', 'race', { points: 40 })];
const assignment = assignmentOf(texts, { rubric });

let bench: Pick<GradeRequest, 'sandbox' | 'images' | 'store'>;
let data: string;

beforeAll(async () => {
  const engine = await connectDocker();
  data = await mkdtemp(join(tmpdir(), 'pushmark-outside-'));
  bench = {
    sandbox: dockerSandbox(engine.docker, { owner: `outside-test-${process.pid}`, processors: engine.processors }),
    images: await resolveImages(engine.docker, (await readConfig()).images),
    store: directoryStore(data),
  };
});

afterAll(() => rm(data, { recursive: true }));

function handedIn(source: string): FileTree {
  const files = { 'go.mod': MODULE, 'cmd/count/main.go': source };
  return tree(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
}

function run(source: string, of = assignment): Promise<GradedRun> {
  return grade({ ...bench, assignment: of, submitted: handedIn(source), seed: '2a', again: false });
}

describe('judging from outside', () => {
  it('gives a program full credit that may use what a process of its own makes harmless', async () => {
    const graded = await run(COUNT);
    expect(graded.criteria.map(({ judgement }) => judgement?.credit)).toEqual([1, 1]);
    expect(graded.criteria[0]?.judgement?.cases).toMatchObject([{ name: 'cmd/count.TestCount', way: 'outside' }]);
    expect(graded.integrity).toEqual({ mode: 'outside', tampering: [] });
  });

  it('shows a race and a crash at the student’s line', async () => {
    const graded = await run(
      COUNT.replace(
        'text, _',
        'n, done := 0, make(chan bool)\n\tgo func() { n++; done <- true }()\n\tn++\n\t<-done\n\ttext, _',
      ).replace('fmt.Println(len(', 'fmt.Println(strings.Fields("")[n], len('),
    );
    const [unit, race] = graded.criteria.map(({ judgement }) => judgement);
    expect(unit?.findings).toMatchObject([{ rule: 'panic', file: 'cmd/count/main.go', line: 16 }]);
    expect(race).toMatchObject({ credit: 0, findings: [{ file: 'cmd/count/main.go' }] });
  });

  it('refuses tests that reach for what is not the teacher’s', async () => {
    const inside = HIDDEN.replace('"testing"', '"testing"\n\n\t"example.com/count/words"').replace(
      'cmd.Stdin',
      '_ = words.Count\n\tcmd.Stdin',
    );
    const calling = {
      ...texts,
      'reference/words/words.go': 'package words\n',
      'tests/cmd/count/count_test.go': inside,
    };
    const refused = run(COUNT, assignmentOf(calling, { rubric }));
    await expect(refused).rejects.toThrow(InvalidInput);
    await expect(refused).rejects.toThrow(/tests\/cmd\/count: .*start the program.*example\.com\/count\/words/s);
  });
});
