import { describe, expect, it } from 'vitest';
import { readOptions } from '../options.ts';
import { submissionOf } from './assemble.ts';
import { assignmentOf, readAssignments } from './assignments.ts';
import { attemptsOf, drawn } from './choose.ts';
import { CONTROLS, kindOf, parseCase, readCorpus } from './read.ts';

const corpus = await readCorpus();
const assignments = await readAssignments();

describe('the corpus', () => {
  it('has at least 170 attacks in 15 classes and 25 controls, each under a name of its own', () => {
    const classes = Map.groupBy(corpus, (one) => one.class);
    expect(corpus.length - (classes.get(CONTROLS)?.length ?? 0)).toBeGreaterThanOrEqual(170);
    expect(classes.get(CONTROLS)?.length).toBeGreaterThanOrEqual(25);
    expect(classes.size - 1).toBe(15);
    expect(new Set(corpus.map(({ id }) => id)).size).toBe(corpus.length);
  });

  it('changes something in every submission', () => {
    const submissions = corpus.filter((one) => kindOf(one) === 'submission');
    for (const one of submissions) {
      const assignment = assignmentOf(one, assignments);
      const base = submissionOf({ ...one, files: new Map(), head: { ...one.head, make: [], remove: [] } }, assignment);
      expect([one.name, submissionOf(one, assignment)]).not.toEqual([one.name, base]);
    }
    expect(submissions.length).toBeGreaterThan(150);
  });
});

describe('the assignments', () => {
  it('hold canaries in hidden tests', () => {
    for (const [name, { files }] of assignments) {
      const hidden = [...files]
        .filter(([path]) => path.startsWith('tests/'))
        .map(([, content]) => Buffer.from(content).toString());
      expect([name, hidden.join('').match(/qz9x[0-9a-z]{20}/g)?.length]).toEqual([name, expect.any(Number)]);
    }
  });

  it('are sealed by a lock that holds, or judged from outside, so that cases are tried in the way that students meet', () => {
    const states = [...assignments].map(([name, { lock }]) => [name, lock.state, lock.shared.size]);
    const wanted = [...assignments.keys()].map((name) => [name, name === 'program' ? 'off' : 'valid', 0]);
    expect(states).toEqual(wanted);
  });
});

describe('a case file', () => {
  it('is a head and files', () => {
    const one = parseCase(
      'x/f99-some-name.txtar',
      '01-results',
      'tries: something\nmost: 20\n-- a/b.go --\npackage b\n-- c.txt --\n',
    );
    expect(one).toMatchObject({
      id: 'f99',
      name: 'f99-some-name',
      class: '01-results',
      head: { tries: 'something', most: 20 },
    });
    expect([...one.files]).toEqual([
      ['a/b.go', 'package b\n'],
      ['c.txt', ''],
    ]);
  });

  it('is refused when its head has a word that means nothing', () => {
    expect(() => parseCase('x/f99.txtar', '01-results', 'tries: x\npoints: 3\n')).toThrow(/points/);
  });

  it('can be made of repetitions', () => {
    const head =
      'tries: x\nover: nothing\nmake: [{path: "p{f}.go", head: "a", repeat: "{n}", times: 3, tail: "{f}", files: 2}]\n';
    const files = submissionOf(parseCase('x/f99.txtar', 'c', head), assignments.get('pure')!);
    expect([...files].map(([path, content]) => [path, Buffer.from(content).toString()])).toEqual([
      ['p0.go', 'a0120'],
      ['p1.go', 'a0121'],
    ]);
  });
});

it('draws samples that have every class and are the same for the same seed', () => {
  const sample = drawn(corpus, 25, 'a');
  expect(drawn(corpus, 25, 'a')).toEqual(sample);
  expect(drawn(corpus, 25, 'b')).not.toEqual(sample);
  expect(new Set(sample.map((one) => one.class)).size).toBe(16);
  expect(sample.filter((one) => one.class !== CONTROLS)).toHaveLength(25);
});

it('tries every case in its assignment’s own way, and besides a few in the other, the same for the same seed', () => {
  const attempts = (...args: string[]) => attemptsOf(corpus, readOptions(args)!, assignments);
  expect(attempts().map(({ one }) => one)).toEqual(corpus);
  const some = attempts('--sample', '20', '--others', '5', '--seed', 'a');
  const linked = some.filter(({ way }) => way === 'shared').map(({ one }) => one);
  expect([some.length, linked.length]).toEqual([34, 7]);
  expect(linked.every((one) => kindOf(one) === 'submission' && one.head.assignment !== 'program')).toBe(true);
  expect(attempts('--sample', '20', '--others', '5', '--seed', 'a')).toEqual(some);
  expect(attempts('--sample', '20', '--others', '5', '--seed', 'b')).not.toEqual(some);
});
