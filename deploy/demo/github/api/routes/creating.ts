import { beginCopy } from '../../controls/copies.ts';
import { addRepository, type NewRepository } from '../../controls/repositories.ts';
import { type Files, writeCommits } from '../../git/bare.ts';
import { moveRefs, oneAtATime } from '../../git/one-at-a-time.ts';
import { isMember, levelOf } from '../../levels.ts';
import { noreplyAddress } from '../../objects/commit.ts';
import { fullRepositoryObject, repositoryObject } from '../../objects/repository.ts';
import { type Account, findAccount, findRepository, type Repository, type World } from '../../world.ts';
import { type Answer, created, notFound, Refusal } from '../answer.ts';
import { accountOf, type Call, type OrganizationCall, type RepositoryCall, type Route } from '../call.ts';
import { page } from '../paging.ts';
import { mayWriteWorkflows } from '../workflows.ts';

export const creatingRoutes = {
  'repos/list-for-org': { by: 'organization', needs: ['metadata:read'], role: 'member', handle: list },
  'repos/create-in-org': {
    ...{ by: 'organization', needs: ['administration:write'], role: 'member', isContent: true },
    handle: create,
  },
  'repos/create-using-template': {
    ...{ by: 'repository', needs: ['administration:write'], isContent: true },
    handle: generate,
  },
} as const satisfies Record<string, Route>;

/** Newest first. */
function list(call: OrganizationCall): Answer {
  const { world, caller, organization } = call;
  const owned = [...world.repositories.values()].filter(({ owner }) => owner === organization.account);
  const visible = owned.filter((each) => {
    if (caller.kind === 'installation') return caller.grant.repositoryIds?.has(each.id) ?? true;
    return levelOf(world, each, accountOf(call)) !== null;
  });
  return page(call, visible.toReversed(), (items) => items.map((each) => repositoryObject(world, each)));
}

interface Wish {
  readonly name: string;
  readonly owner?: string;
  readonly description?: string;
  readonly private?: boolean;
  readonly is_template?: boolean;
  readonly auto_init?: boolean;
  readonly include_all_branches?: boolean;
}

const longestName = 100;

/** Letters, digits and `-_.`; GitHub puts a hyphen where it sees anything else. */
function nameOf(call: Call, owner: Account, refuse: (message: string) => Refusal): string {
  const name = String((call.body as unknown as Wish).name).replace(/[^\w.-]+/g, '-');
  if (name === '' || name.length > longestName) throw refuse('name is too short or too long');
  if (findRepository(call.world, owner.login, name)) throw refuse('name already exists on this account');
  return name;
}

async function create(call: OrganizationCall): Promise<Answer> {
  const { world, organization } = call;
  const wish = call.body as unknown as Wish;
  const name = nameOf(call, organization.account, (message) => {
    const errors = [{ resource: 'Repository', code: 'custom', field: 'name', message }];
    return new Refusal(422, 'Repository creation failed.', { errors });
  });
  const wanted = { ...facts(wish, name, organization.account), isTemplate: wish.is_template ?? false };
  const repository = await add(call, wanted);
  if (wish.auto_init === true) await begin(world, repository, accountOf(call), { 'README.md': `# ${name}\n` });
  return created(fullRepositoryObject(world, repository));
}

function facts({ description, private: isPrivate = false }: Wish, name: string, owner: Account): NewRepository {
  return { name, owner: owner.login, isPrivate, ...(description === undefined ? {} : { description }) };
}

/** Who makes a repository runs it; an App has its rights from the installation. */
async function add(call: Call, wanted: NewRepository & { readonly template?: Repository }): Promise<Repository> {
  const account = accountOf(call);
  const repository = await addRepository(call.world, wanted, account);
  if (account.type === 'User') repository.access.set(account.id, 'admin');
  return repository;
}

async function begin(world: World, repository: Repository, by: Account, files: Files): Promise<void> {
  const author = { name: by.login, email: noreplyAddress(by) };
  const commit = { branch: repository.defaultBranch, author, at: world.now(), message: 'Initial commit', files };
  await oneAtATime(world, repository, () =>
    moveRefs(world, repository, by, () => writeCommits(repository.directory, [commit])),
  );
}

/** Answers before the contents are there. */
async function generate(call: RepositoryCall): Promise<Answer> {
  const { world, repository: template } = call;
  const wish = call.body as unknown as Wish;
  const owner = target(call, wish.owner);
  if (!template.isTemplate) throw new Refusal(422, `Could not clone: ${template.name} is not a template repository`);
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  const name = nameOf(call, owner, (message) => new Refusal(422, `Could not clone: ${capital(message)}`));
  const { defaultBranch } = template;
  const repository = await add(call, { ...facts(wish, name, owner), defaultBranch, template });
  const how = { allBranches: wish.include_all_branches ?? false, withWorkflows: mayWriteWorkflows(call) };
  beginCopy(world, template, repository, accountOf(call), how);
  return created(fullRepositoryObject(world, repository));
}

/** Where the new repository goes: the caller's own account, or an organisation that the caller may make some in. */
function target(call: Call, login: string | undefined): Account {
  const { world, caller } = call;
  const owner = login === undefined ? accountOf(call) : findAccount(world, login);
  if (owner === undefined) throw notFound();
  const isInstalled = world.installation?.account === owner;
  if (caller.kind === 'user') {
    const may = owner === caller.account || isMember(world, owner, caller.account);
    if (may && (caller.via === null || isInstalled)) return owner;
  } else if (isInstalled) return owner;
  throw new Refusal(403, 'Resource not accessible by integration');
}
