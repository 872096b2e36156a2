import { expect, it } from 'vitest';
import type { RecordedRun } from '#services/classroom/runs/recorded.ts';
import { digestOf, putTree, tree } from '#services/classroom/trees.ts';
import type { GradedRun, GradeRequest } from './graded-run.ts';
import { seedOf } from './seed.ts';
import { fakeSandbox, memoryStore } from './testing.ts';
import { verifyRun } from './verify.ts';

const judging = digestOf('judging');
const IMAGES = { compile: 'c', run: 'r' };
const text = (content: string) => Buffer.from(content);
const bundle = tree([
  ['assignment.yaml', text('title: A\nrubric:\n  - check: build\n    points: 1\n')],
  ['reference/go.mod', text('module example.com/a\n')],
  ['starter/go.mod', text('module example.com/a\n')],
]);
const submitted = tree([['a.go', text('package a')]]);

/** Verifies a run in a store of its own; `graded` collects what was asked of grading. */
async function verified(changes: Partial<RecordedRun> = {}, more: { hasImages?: boolean; lost?: string } = {}) {
  const store = memoryStore();
  const [bundleDigest, treeDigest] = [await putTree(store, bundle), await putTree(store, submitted)];
  const seed = seedOf('secret', judging, treeDigest);
  if (more.lost) store.content.set(digestOf(more.lost), text('something else'));
  const run: RecordedRun = {
    ...{ id: 7, state: 'done', tree: treeDigest, slug: 'a', bundle: bundleDigest, currentJudging: judging, seed },
    ...{ mode: 'shared', tampering: [], criteria: [], only: null },
    versions: { go: 'go1.26', image: 'c r', assignment: judging, seed, policy: 'p' },
    ...changes,
  };
  const graded: GradeRequest[] = [];
  const size = store.content.size;
  const grade = async (request: GradeRequest): Promise<GradedRun> => {
    graded.push(request);
    await request.store.link('prepared', await request.store.put(text('a program')));
    expect(await request.store.resolve('prepared')).toBe(digestOf('a program'));
    return {
      ...{ criteria: [], workspaceFindings: [], integrity: { mode: 'shared', tampering: [] }, timings: {}, cpuMs: 1 },
      versions: { go: 'go1.26', image: 'c r', assignment: judging, seed: request.seed, policy: 'p' },
    };
  };
  const hasImages = async () => more.hasImages ?? true;
  const means = { sandbox: fakeSandbox({}), images: IMAGES, hasImages, secret: 'secret', tolerance: 0, grade };
  const verification = await verifyRun({ ...means, store }, run);
  expect(store.content.size).toBe(size);
  expect(await store.resolve('prepared')).toBeUndefined();
  return { verification, graded };
}

it('judges what is stored under the stored seed, and writes nothing', async () => {
  const { verification, graded } = await verified();
  expect(verification).toMatchObject({ run: 7, same: true, differences: [], changed: [] });
  expect([...graded[0]!.submitted.keys()]).toEqual(['a.go']);
  expect(graded[0]!.assignment.document.title).toBe('A');
});

it('a run of images that are still here is judged in them, one of images that are gone in the current ones', async () => {
  const versions = { image: 'old-c old-r', go: 'go1.26', assignment: judging, policy: 'p' };
  const kept = await verified({ versions });
  expect(kept.graded[0]!.images).toEqual({ compile: 'old-c', run: 'old-r' });
  expect(kept.verification).toMatchObject({ changed: [expect.stringContaining('judged in its own')] });
  const gone = await verified({ versions }, { hasImages: false });
  expect(gone.graded[0]!.images).toEqual(IMAGES);
  expect(gone.verification).toMatchObject({ changed: [expect.stringContaining('judged in the current ones')] });
});

it('says which version, toolchain, policy and seed are not what they were', async () => {
  const versions = { image: 'c r', go: 'go1.25', assignment: digestOf('old'), policy: 'older' };
  const { verification } = await verified({ versions, seed: 'ff', currentJudging: digestOf('newer') });
  expect(verification).toMatchObject({
    same: true,
    changed: [
      'the toolchain was go1.25, is go1.26',
      'the source policy was older, is p',
      expect.stringContaining("the assignment's judging digest was"),
      expect.stringContaining('this run was judged by its own version'),
      expect.stringContaining('its seed is not the one'),
    ],
  });
});

it.each([
  ['is still running', { state: 'running' }, {}, /it is running/],
  ['has no files', { tree: null }, {}, /neither its files nor its seed/],
  ['has files that were changed in the store', {}, { lost: 'package a' }, /commit's files .* no longer whole/],
  ['has an assignment that is gone', { bundle: digestOf('gone') }, {}, /assignment's files .* no longer whole/],
  ['had a bundle that is no assignment', { bundle: undefined }, {}, /can no longer be read: assignment.yaml/],
])('a run that %s is refused with the reason', async (_, changes, more, reason) => {
  // Any tree without assignment.yaml is a bundle that cannot be read.
  const none =
    'bundle' in changes && changes.bundle === undefined ? { bundle: await putTree(memoryStore(), submitted) } : {};
  const { verification, graded } = await verified({ ...changes, ...none } as Partial<RecordedRun>, more);
  expect(verification).toMatchObject({ run: 7, refused: expect.stringMatching(reason) });
  expect(graded).toEqual([]);
});

it('of a run that judged one criterion alone, only that is judged again', async () => {
  const { verification, graded } = await verified({ only: 'unit', mode: 'sealed' });
  expect(graded[0]!.only).toBe('unit');
  expect(verification).toMatchObject({ same: true });
});
