/** Repositories made from templates: there at once, their contents a little later. */
import { copyTree, hasFiles } from '../git/copy-tree.ts';
import { moveRefs, oneAtATime } from '../git/one-at-a-time.ts';
import { readRefs } from '../git/refs.ts';
import { noreplyAddress } from '../objects/commit.ts';
import type { Account, Repository, World } from '../world.ts';

export interface Copying {
  readonly underWay: Set<Promise<void>>;
  /** What copies wait for; null: nothing. */
  held: PromiseWithResolvers<void> | null;
}

export interface CopyWish {
  /** Or the default one only. */
  readonly allBranches: boolean;
  /** Whoever asks may write workflows; a branch that holds some is not copied otherwise. */
  readonly withWorkflows: boolean;
}

/** Begins to copy a template's files into a new repository, as one commit. */
export function beginCopy(
  world: World,
  template: Repository,
  repository: Repository,
  by: Account,
  how: CopyWish,
): void {
  const done: Promise<void> = (world.copying.held?.promise ?? Promise.resolve())
    .then(() => oneAtATime(world, repository, () => copy(world, template, repository, by, how)))
    .catch((error: unknown) => {
      world.misfits.push({ what: 'answer', operation: 'repos/create-using-template', problems: [String(error)] });
    })
    .finally(() => world.copying.underWay.delete(done));
  world.copying.underWay.add(done);
}

async function copy(
  world: World,
  template: Repository,
  repository: Repository,
  by: Account,
  how: CopyWish,
): Promise<void> {
  const refs = [...(await readRefs(template.directory, 'refs/heads'))];
  const wanted = refs.filter(([ref]) => how.allBranches || ref === `refs/heads/${template.defaultBranch}`);
  const who = { name: by.login, email: noreplyAddress(by), date: world.now().toISOString() };
  await moveRefs(world, repository, by, async () => {
    for (const [ref] of wanted)
      if (how.withWorkflows || !(await hasFiles(template.directory, ref, '.github/workflows')))
        await copyTree(template.directory, repository.directory, ref, who);
  });
}

/** Repositories made from now on stay empty until the release. */
export function holdCopies({ copying }: World): void {
  copying.held ??= Promise.withResolvers();
}

export function releaseCopies({ copying }: World): void {
  copying.held?.resolve();
  copying.held = null;
}

/** When every repository made so far has its contents. */
export async function copiesSettled(world: World): Promise<void> {
  await Promise.all(world.copying.underWay);
}
