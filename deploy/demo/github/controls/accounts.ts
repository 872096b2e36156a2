import { randomBytes } from 'node:crypto';
import type { IdKind } from '../ids.ts';
import { type Account, findAccount, type Repository, type World } from '../world.ts';

/** The bot that made the repositories of GitHub Classroom; its id is the real one. */
export const classroomBot = { login: 'github-classroom[bot]', id: 66_690_702 } as const;

export function newAccount(
  nextId: (kind: IdKind) => number,
  login: string,
  type: Account['type'],
  createdAt: Date,
): Account {
  const token = type === 'User' ? `ghp_${randomBytes(18).toString('hex')}` : null;
  return { id: nextId('account'), login, type, token, createdAt };
}

export function createUser(world: World, login: string): Account {
  if (findAccount(world, login) !== undefined) throw new Error(`there is a user ${login} already`);
  const account = newAccount(world.nextId, login, 'User', world.now());
  world.accounts.set(login.toLowerCase(), account);
  return account;
}

/** The account of a login that must exist. */
export function needAccount(world: World, login: string): Account {
  const account = findAccount(world, login);
  if (account === undefined) throw new Error(`there is no user ${login}`);
  return account;
}

/** The repository of a name, with or without `organisation/`, that must exist. */
export function needRepository(world: World, name: string): Repository {
  const [owner, short] = name.includes('/') ? name.split('/') : [world.organization.login, name];
  const found = [...world.repositories.values()].find((each) => each.owner.login === owner && each.name === short);
  if (found === undefined) throw new Error(`there is no repository ${name}`);
  return found;
}
