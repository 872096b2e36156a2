import { issueToken } from '../api/caller.ts';
import type { LimitSettings } from '../api/limits.ts';
import { repositoryPage } from '../objects/repository.ts';
import {
  fullName,
  type Level,
  type Misfit,
  type Permissions,
  type Repository,
  type RequestRecord,
  type World,
} from '../world.ts';
import { createUser, needAccount, needRepository } from './accounts.ts';
import { holdCopies, releaseCopies } from './copies.ts';
import { createRepository, type NewRepository } from './repositories.ts';

export interface User {
  readonly id: number;
  readonly login: string;
  /** Password for git, bearer for the API. */
  readonly token: string;
}

export interface CreatedRepository {
  readonly id: number;
  readonly name: string;
  /** With its owner: `gopher-school/m02-ada`. */
  readonly fullName: string;
  readonly cloneUrl: string;
  readonly defaultBranch: string;
}

export interface TokenWish {
  readonly repositoryIds?: readonly number[];
  readonly permissions?: Permissions;
  /** Default in an hour. */
  readonly expiresAt?: Date;
}

/** People, repositories, and what the stand-in has noted. Repositories are named with or without their owner. */
export function classroomControls(world: World) {
  return {
    createUser: (login: string): User => {
      const account = createUser(world, login);
      return { id: account.id, login, token: account.token ?? '' };
    },
    createRepository: async (wanted: NewRepository): Promise<CreatedRepository> =>
      describe(world, await createRepository(world, wanted)),
    /** It is gone as if its owner had deleted it; no webhook tells. */
    deleteRepository: (name: string): void => void world.repositories.delete(needRepository(world, name).id),
    /** Repositories made from templates stay empty from now on, until they are released. */
    holdCopies: (): void => holdCopies(world),
    releaseCopies: (): void => releaseCopies(world),
    /** Gives a user a level, or (null) takes it away. */
    setAccess: (repository: string, login: string, level: Level | null): void => {
      const { access } = needRepository(world, repository);
      const { id } = needAccount(world, login);
      if (level === null) access.delete(id);
      else access.set(id, level);
    },
    /** An installation token without asking the API for one. */
    installationToken: (wish: TokenWish = {}): string =>
      issueToken(world, {
        repositoryIds: wish.repositoryIds === undefined ? null : new Set(wish.repositoryIds),
        permissions: wish.permissions ?? world.app.permissions,
        expiresAt: wish.expiresAt ?? new Date(world.now().getTime() + 3_600_000),
      }),
    /** Every request so far, git's too, in order of arrival. */
    requests: world.requests as readonly RequestRecord[],
    /** Requests, answers and webhooks that could not happen at GitHub. A test asserts that this is empty. */
    invalid: world.misfits as readonly Misfit[],
    /** The same, and empties the list: for tests that do something wrong on purpose. */
    takeInvalid: (): readonly Misfit[] => world.misfits.splice(0),
    /** The rate limits, open to change. */
    limits: world.limits.settings as LimitSettings,
  };
}

function describe(world: World, repository: Repository): CreatedRepository {
  const { id, name, defaultBranch } = repository;
  const cloneUrl = `${repositoryPage(world, repository)}.git`;
  return { id, name, fullName: fullName(repository), cloneUrl, defaultBranch };
}
