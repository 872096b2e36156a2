import { setTimeout as sleep } from 'node:timers/promises';
import { directoryStore } from '#services/classroom/store.ts';
import { treeDigest } from '#services/classroom/trees.ts';
import { usualContainers } from '#workers/grading/budgets.ts';
import { grade } from '#workers/grading/grade.ts';
import type { GradedRun } from '#workers/grading/graded-run.ts';
import type { Preparations } from '#workers/grading/prepare.ts';
import { seedOf } from '#workers/grading/seed.ts';
import type { Engine } from '#workers/sandbox/connect.ts';
import { dockerSandbox } from '#workers/sandbox/docker.ts';
import type { Images } from '#workers/sandbox/images.ts';
import type { Way } from './way.ts';

export interface PushmarkOptions {
  readonly engine: Engine;
  readonly images: Images;
  readonly owner: string;
  readonly lanes: number;
  /** Folder for the store. */
  readonly data: string;
  readonly parent: string | undefined;
}

/** Pushmark as a worker grades, every protection on; without GitHub and database. */
export function openPushmark({ engine, images, owner, lanes, data, parent }: PushmarkOptions): Way {
  const pool = lanes + 1;
  const sandbox = dockerSandbox(engine.docker, {
    ...{ owner, processors: engine.processors, pool },
    ...(parent === undefined ? {} : { parent }),
  });
  const store = directoryStore(data);
  const preparations: Preparations = new Map();
  const graded = (assignment: Parameters<Way['grade']>[0], submitted: Parameters<Way['grade']>[1]) => {
    const seed = seedOf('bench', assignment.judging, treeDigest(submitted));
    return grade({ assignment, submitted, seed, sandbox, store, images, preparations });
  };
  return {
    name: 'pushmark',
    words: 'single-use containers made ready in advance, private cache, separate run container, every protection on',
    async prepare(assignment, submission) {
      await sandbox.warm(...usualContainers(images));
      await graded(assignment, submission);
    },
    async grade(assignment, submission) {
      const began = performance.now();
      const run = await graded(assignment, submission);
      return { wallMs: performance.now() - began, commandSeconds: run.cpuMs / 1000, trouble: troubleOf(run) };
    },
    async settle() {
      while (sandbox.ready() < 2 * pool) await sleep(20);
      // The container of the last answer is still being removed.
      await sleep(300);
    },
    close: () => sandbox.close(),
  };
}

/** Criteria that the reference should have full credit for. */
function troubleOf({ criteria }: GradedRun): string[] {
  return criteria.flatMap(({ name, judgement }) =>
    judgement && judgement.credit < 1 ? [`${name}: ${judgement.summary}`] : [],
  );
}
