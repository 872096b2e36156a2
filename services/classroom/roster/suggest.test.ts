import { expect, test } from 'vitest';
import type { RosterEntry } from './person.ts';
import { suggest } from './suggest.ts';

const entry = (name: string, rest: Partial<RosterEntry> = {}): RosterEntry => ({
  ...{ id: name.length, name, participantId: undefined, left: false, invited: false },
  ...rest,
});
const people = [
  entry('Ada Lovelace', { email: 'adal42@example.edu', institutionId: 's-1001' }),
  entry('Grace Hopper', { login: 'gracehoper' }),
  entry('José Núñez'),
  entry('Alan Lovelace'),
];

test.each([
  ['adal42', 'Ada Lovelace', 'adal42 is the first part of the e-mail address'],
  ['S1001', 'Ada Lovelace', 'S1001 is the institution id'],
  ['grace-hopper', 'Grace Hopper', 'grace-hopper is made of the name'],
  ['gracehopes', 'Grace Hopper', 'gracehopes is nearly gracehoper'],
  ['jnunez', 'José Núñez', 'jnunez is made of the name'],
  ['the-real-hopper99', 'Grace Hopper', 'the-real-hopper99 contains hopper'],
])('%s may be %s', (login, name, because) => {
  const [first] = suggest({ logins: [login] }, people);
  expect([first?.entry.name, first?.because]).toEqual([name, because]);
});

test('a name shown at GitHub says more than a login, and the likelier comes first', () => {
  expect(suggest({ logins: ['x'], name: 'ada lovelace' }, people).map(({ entry: { name } }) => name)).toEqual([
    'Ada Lovelace',
  ]);
  expect(suggest({ logins: ['alovelace'] }, people).map(({ entry: { name } }) => name)).toEqual([
    'Ada Lovelace',
    'Alan Lovelace',
  ]);
});

test('somebody of whom nothing fits is nobody', () => {
  expect(suggest({ logins: ['xyz'] }, people)).toEqual([]);
  expect(suggest({ logins: ['a'] }, [entry('李'), entry('')])).toEqual([]);
});
