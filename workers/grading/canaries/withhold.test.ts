import { expect, it } from 'vitest';
import { process, ran, record } from '#graders/go/recorded.ts';
import type { RunOutcome } from '#graders/steps/run.ts';
import { canariesOf } from './planted.ts';
import { WITHHELD, withheld } from './withhold.ts';

const canaries = canariesOf('5eed');
const after = (changes: Partial<RunOutcome>) =>
  withheld({ ending: 'exited', outcomes: new Map([['0', ran(changes)]]) }, canaries).outcomes.get('0')!;
const places = { environment: 'in the environment', program: 'in the program', file: 'in a file' };
const ended = { ...process('TestX'), test: undefined, procs: undefined };

it('leaves alone what holds no canary of the run', () => {
  const outcome = ran({
    processes: [process('TestX', { stdout: canariesOf('another').file, stderr: '5eed', servant: ended as never })],
  });
  expect(after(outcome)).toEqual(outcome);
});

it.each(Object.entries(places))('takes all texts of a process that shows the canary %s', (name, words) => {
  const secret = canaries[name as keyof typeof canaries];
  const servant = { ...ended, stdout: `see ${Buffer.from(secret).toString('base64')}`, stderr: 'more' } as never;
  const [seen] = after({ processes: [process('TestX', { stdout: 'a', servant, race: 'RACE' })] }).processes;
  expect(seen!.tampering).toEqual([
    expect.stringContaining(`what came out of a process holds a value that stands only ${words}`),
  ]);
  expect(seen).toMatchObject({ stdout: '', race: WITHHELD, servant: { stdout: '', stderr: '' } });
  expect(seen!.records).toEqual([record('TestX', 'fail', { log: WITHHELD })]);
  expect(JSON.stringify(seen)).not.toContain(secret);
});

const secret = canaries.file;
it.each<[string, Partial<RunOutcome>]>([
  ['a log', { processes: [process('TestX', { records: [record('TestX', 'fail', { log: secret })] })] }],
  ['the name of a subtest', { processes: [process('TestX', { records: [record(`TestX/${secret}`)] })] }],
  ['words of the judge', { processes: [process('TestX', { tampering: [`broke the protocol: ${secret}`] })] }],
  [
    'a program that was started',
    { processes: [process('TestX', { programs: [{ ...ended, stderr: secret } as never] })] },
  ],
  ['a collected file', { processes: [process('')], files: { 'cover.out': secret } }],
])('finds one in %s', (_where, outcome) => {
  const seen = after(outcome);
  expect(seen.processes[0]!.tampering).toEqual([expect.stringMatching(/^what came out of a process /)]);
  expect(
    JSON.stringify({
      ...seen,
      processes: seen.processes.map((one) => ({ ...one, records: one.records.map(({ log }) => log) })),
    }),
  ).not.toContain(secret);
});

it('finds one in what a benchmark says', () => {
  const pairs = { benchmark: 'BenchmarkX', student: [], reference: [], problem: `it failed: ${secret}` };
  const [seen] = after({ pairs: [pairs] }).pairs;
  expect(seen).toMatchObject({ problem: WITHHELD, tampering: [expect.stringContaining('a file of the judge')] });
});
