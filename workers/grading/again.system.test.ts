import { expect, it } from 'vitest';
import { tree } from '#services/classroom/trees.ts';
import { readConfig } from '#services/platform/config.ts';
import { connectDocker } from '#workers/sandbox/connect.ts';
import { dockerSandbox } from '#workers/sandbox/docker.ts';
import { resolveImages } from '#workers/sandbox/images.ts';
import { grade } from './grade.ts';
import { assignmentOf, criterion, memoryStore } from './testing.ts';

const COINS = 20;
const MODULE = 'module example.com/coin\n\ngo 1.26\n';
const tests = Array.from(
  { length: COINS },
  (_, n) => `func TestCoin${n}(t *testing.T) {\n\tif !Coin() {\n\t\tt.Error("tails")\n\t}\n}\n`,
);
const assignment = assignmentOf(
  {
    'starter/go.mod': MODULE,
    'reference/go.mod': MODULE,
    'reference/coin/coin.go': 'package coin\n\nfunc Coin() bool { return true }\n\nfunc Never() bool { return true }\n',
    'tests/coin/hidden_test.go': `package coin\n\nimport "testing"\n\n${tests.join('\n')}
func TestNever(t *testing.T) {\n\tif !Never() {\n\t\tt.Error("never")\n\t}\n}\n`,
  },
  { rubric: [criterion('unit', 'tests', { points: 100, options: { again: 5 } })] },
);
const submitted = tree([
  ['go.mod', Buffer.from(MODULE)],
  [
    'coin/coin.go',
    Buffer.from(
      'package coin\n\nimport "math/rand/v2"\n\nfunc Coin() bool { return rand.IntN(2) == 0 }\n\nfunc Never() bool { return false }\n',
    ),
  ],
]);

it('code that throws a coin is found out by running its failed tests again, and earns what it had at first', async () => {
  const engine = await connectDocker();
  const sandbox = dockerSandbox(engine.docker, { owner: `again-test-${process.pid}`, processors: engine.processors });
  const images = await resolveImages(engine.docker, (await readConfig()).images);
  const { criteria } = await grade({ assignment, submitted, seed: '2a', sandbox, images, store: memoryStore() });
  const judgement = criteria[0]?.judgement;
  const cases = judgement?.cases ?? [];
  const flaky = cases.filter((one) => one.flaky);
  // Each of twenty coins fails at first and passes within five throws with a chance of nearly one half.
  expect(flaky.length).toBeGreaterThan(0);
  expect(flaky.every(({ name, verdict }) => name.startsWith('coin.TestCoin') && verdict === 'fail')).toBe(true);
  expect(cases.find(({ name }) => name === 'coin.TestNever')).toMatchObject({ verdict: 'fail' });
  expect(cases.find(({ name }) => name === 'coin.TestNever')).not.toHaveProperty('flaky');
  const passed = cases.filter(({ verdict }) => verdict === 'pass').length;
  expect(judgement?.credit).toBeCloseTo(passed / (COINS + 1));
});
