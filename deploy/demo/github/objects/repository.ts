import { fullName, type Json, type Repository, type World } from '../world.ts';
import { accountObject, nodeId } from './account.ts';

/** Name of each link and what follows the repository's own URL in it. */
const links: Readonly<Record<string, string>> = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
};

const switches = {
  has_issues: true,
  has_projects: true,
  has_downloads: true,
  has_wiki: false,
  has_pages: false,
  has_discussions: false,
  archived: false,
  disabled: false,
  allow_forking: false,
  web_commit_signoff_required: false,
};

const nothing = { homepage: null, language: null, mirror_url: null, license: null, topics: [] };

export function repositoryUrl(world: World, repository: Repository): string {
  return `${world.apiUrl}/repos/${fullName(repository)}`;
}

export function repositoryPage(world: World, repository: Repository): string {
  return `${world.origin}/${fullName(repository)}`;
}

/** A repository as the REST API, and most webhooks, show it. */
export function repositoryObject(world: World, repository: Repository): Json {
  const url = repositoryUrl(world, repository);
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: fullName(repository),
    owner: accountObject(world, repository.owner),
    private: repository.isPrivate,
    visibility: repository.isPrivate ? 'private' : 'public',
    fork: repository.fork,
    url,
    ...Object.fromEntries(Object.entries(links).map(([name, path]) => [name, url + path])),
    ...addresses(world, repository),
    ...switches,
    ...nothing,
    description: repository.description,
    is_template: repository.isTemplate,
    ...counts(repository),
    default_branch: repository.defaultBranch,
    created_at: repository.createdAt.toISOString(),
    updated_at: repository.pushedAt.toISOString(),
    pushed_at: repository.pushedAt.toISOString(),
    permissions: { admin: false, maintain: false, push: false, triage: false, pull: false },
    custom_properties: {},
  };
}

/** What `GET /repos/{owner}/{repo}` adds. */
export function fullRepositoryObject(world: World, repository: Repository): Json {
  const { owner, template } = repository;
  return {
    ...repositoryObject(world, repository),
    ...(owner.type === 'Organization' ? { organization: accountObject(world, owner) } : {}),
    ...(template === null ? {} : { template_repository: repositoryObject(world, template) }),
    ...{ subscribers_count: 0, network_count: 0 },
  };
}

/** The repository in a push webhook, where two times are numbers. */
export function pushedRepositoryObject(world: World, repository: Repository): Json {
  const seconds = (at: Date) => Math.floor(at.getTime() / 1000);
  return {
    ...repositoryObject(world, repository),
    owner: { ...accountObject(world, repository.owner), name: repository.owner.login, email: null },
    created_at: seconds(repository.createdAt),
    pushed_at: seconds(repository.pushedAt),
    stargazers: 0,
    master_branch: repository.defaultBranch,
    organization: repository.owner.login,
  };
}

function addresses(world: World, repository: Repository): Json {
  const page = repositoryPage(world, repository);
  const host = world.origin.replace(/^https?:/, '');
  return {
    html_url: page,
    clone_url: `${page}.git`,
    svn_url: page,
    git_url: `git:${host}/${fullName(repository)}.git`,
    ssh_url: `git@${host.slice(2)}:${fullName(repository)}.git`,
  };
}

function counts(repository: Repository): Json {
  const open = repository.pulls.filter((pull) => pull.state === 'open').length;
  const zero = { forks: 0, forks_count: 0, stargazers_count: 0, watchers: 0, watchers_count: 0, size: 1 };
  return { ...zero, open_issues: open, open_issues_count: open };
}
