import type { Activity, World } from '../world.ts';
import { needAccount, needRepository } from './accounts.ts';
import { deleteRefs, type Push, type Pushed, push, pushTags, type Tag } from './push.ts';
import { clone, studentEnvironment, type WorkingCopy } from './working-copy.ts';

interface ByUser {
  readonly repository: string;
  /** Login. */
  readonly user: string;
}

/** What people do with git: all of it real git over HTTP. */
export function gitControls(world: World) {
  const both = ({ repository, user }: ByUser) => [needRepository(world, repository), needAccount(world, user)] as const;
  return {
    push: (wanted: ByUser & Push): Promise<Pushed> => push(world, ...both(wanted), wanted),
    pushTag: (wanted: ByUser & Tag): Promise<string | null> => pushTags(world, ...both(wanted), [wanted]),
    pushTags: (wanted: ByUser & { readonly tags: readonly Tag[] }): Promise<string | null> =>
      pushTags(world, ...both(wanted), wanted.tags),
    deleteBranch: (wanted: ByUser & { readonly branch: string }): Promise<void> =>
      deleteRefs(world, ...both(wanted), [`refs/heads/${wanted.branch}`]),
    deleteTag: (wanted: ByUser & { readonly tag: string }): Promise<void> =>
      deleteRefs(world, ...both(wanted), [`refs/tags/${wanted.tag}`]),
    /** A clone to do anything with; it goes when the stand-in closes. */
    clone: (wanted: ByUser): Promise<WorkingCopy> => clone(world, ...both(wanted)),
    /** Environment for a `git` that the caller starts: the user's name, address and token. */
    gitEnvironment: (login: string): NodeJS.ProcessEnv => studentEnvironment(world, needAccount(world, login)),
    activity: (repository: string): readonly Activity[] => needRepository(world, repository).activities,
  };
}
