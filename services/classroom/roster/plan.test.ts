import { expect, test } from 'vitest';
import type { RosterEntry } from './person.ts';
import { planRoster } from './plan.ts';
import { readRoster } from './read.ts';
import { writeRoster } from './write.ts';

const entry = (id: number, rest: Partial<RosterEntry>): RosterEntry => ({
  ...{ id, name: '', participantId: undefined, left: false, invited: false },
  ...rest,
});
const ada = entry(1, { name: 'Ada', email: 'ada@x.edu', institutionId: 's1', login: 'ada', section: 'A' });
const ben = entry(2, { name: 'Ben', email: 'ben@x.edu' });
const gone = entry(3, { name: 'Cleo', institutionId: 's3', left: true });
const roster = [ada, ben, gone];

const file = (text: string) => readRoster(Buffer.from(text), 'r.csv');
const plan = (text: string, options = {}) => planRoster(roster, file(text), options);

test('the own export changes nothing', () => {
  const { plan: same, problems } = planRoster([ada, ben], file(writeRoster([ada, ben])), { replace: true });
  expect(problems).toEqual([]);
  expect(same).toMatchObject({ added: [], changed: [], left: [], unchanged: [{ entry: ada }, { entry: ben }] });
});

test('says what would be added, changed and left', () => {
  const { plan: planned } = plan('name,email,institution id,section\nAda L,,s1,B\nDan,dan@x.edu,,\nCleo,,S3,\n');
  expect(planned.added.map(({ name }) => name)).toEqual(['Dan']);
  expect(planned.changed.map(({ entry: { name }, changes, back }) => ({ name, changes, back }))).toEqual([
    {
      ...{ name: 'Ada', back: false },
      changes: [
        { field: 'name', before: 'Ada', after: 'Ada L' },
        { field: 'section', before: 'A', after: 'B' },
      ],
    },
    { name: 'Cleo', changes: [{ field: 'institutionId', before: 's3', after: 'S3' }], back: true },
  ]);
  expect(planned.missing).toEqual([ben]);
  expect(planned.left).toEqual([]);
});

test('who is missing has left only where the file is the whole roster', () => {
  expect(plan('name,email\nAda,ada@x.edu\n', { replace: true }).plan.left).toEqual([ben]);
});

test('an empty cell and a missing column change nothing', () => {
  expect(plan('name,email,login\nAda,ada@x.edu,\n').plan.unchanged).toHaveLength(1);
});

test.each([
  ['by institution id, whatever its name', 'name,institution id\nLovelace,s1\n', 'Ada'],
  ['by e-mail, upper and lower case being the same', 'name,email\nB,BEN@x.edu\n', 'Ben'],
  ['by login', 'name,login\nX,ada\n', 'Ada'],
  ['by a name that nobody else has', 'name,section\nBen,A\n', 'Ben'],
])('knows people %s', (_, text, name) => {
  expect(plan(text).plan.changed.map(({ entry: known }) => known.name)).toEqual([name]);
});

test.each([
  ['another institution id', 'name,institution id\nAda,s9\n'],
  ['a second line of that name', 'name,institution id\nBen,s8\nBen,s9\n'],
])('does not take somebody for known by the name beside %s', (_, text) => {
  expect(plan(text).plan.changed).toEqual([]);
});

test.each([
  [
    'mixes two people',
    'name,email,institution id\nAda,ben@x.edu,s1\n',
    'has the institution_id of Ada and the email of Ben: two people of the roster; correct one of the two',
  ],
  [
    'takes the login of another',
    'name,email,login\nBen,ben@x.edu,ada\n',
    'has the email of Ben and the login of Ada: two people of the roster; correct one of the two',
  ],
  [
    'means somebody a second time',
    'name,email,login\nAda,ada@x.edu,\nA,,ada\n',
    'means Ada, as line 2 does; keep one of the two lines',
  ],
])('refuses a line that %s', (_, text, message) => {
  expect(plan(text).problems.map((problem) => problem.message)).toEqual([message]);
});
