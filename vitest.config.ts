import { defineConfig } from 'vitest/config';

const system = ['**/*.system.test.ts'];
/** These need PostgreSQL, Redis, git and Chromium, and no container: two of them at a time disturb each other little. */
const withoutContainers = [
  'services/**/*.system.test.ts',
  'deploy/{demo/github,demo/term,grafana}/**/*.system.test.ts',
  'workers/reporting/**/*.system.test.ts',
  'workers/grading/fetch/**/*.system.test.ts',
  'workers/cli/{course,roster}.system.test.ts',
  'workers/cli/github/**/*.system.test.ts',
  'deploy/backup.system.test.ts',
];
/** These use every core by themselves, or look at what is left on the machine. */
const alone = ['deploy/{attacks,bench,chaos}/**/*.system.test.ts', 'deploy/demo/real-input.system.test.ts'];
const none = '**/node_modules/**';
const patience = { testTimeout: 120_000, hookTimeout: 180_000 };

/** Unit tests need no service; all others use real ones. */
export default defineConfig({
  test: {
    projects: [
      // Most take milliseconds; a busy machine is no reason to fail.
      { test: { name: 'unit', include: ['**/*.test.ts'], exclude: [...system, none], testTimeout: 30_000 } },
      { test: { name: 'services', include: withoutContainers, exclude: [none], ...patience, maxWorkers: 2 } },
      // One submission at a time leaves a core idle: two of them go on side by side.
      {
        test: {
          ...{ name: 'system', include: system, exclude: [...withoutContainers, ...alone, none], ...patience },
          maxWorkers: 2,
        },
      },
      { test: { name: 'alone', include: alone, exclude: [none], ...patience, fileParallelism: false } },
    ],
  },
});
