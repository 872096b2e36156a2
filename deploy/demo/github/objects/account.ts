import type { Account, App, Installation, Json, World } from '../world.ts';

/** A made-up node id: callers must not read anything into GitHub's. */
export function nodeId(kind: string, id: number): string {
  return `${kind}_${Buffer.from(String(id)).toString('base64url')}`;
}

/** GitHub's "simple user", which organisations and bots are too. */
export function accountObject(world: World, account: Account): Json {
  const url = `${world.apiUrl}/users/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId('U', account.id),
    avatar_url: `${world.origin}/avatars/${account.id}`,
    gravatar_id: '',
    url,
    html_url:
      account.type === 'Bot' ? `${world.origin}/apps/${account.login.replace('[bot]', '')}` : htmlUrl(world, account),
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    user_view_type: 'public',
    site_admin: false,
  };
}

function htmlUrl(world: World, account: Account): string {
  return `${world.origin}/${encodeURIComponent(account.login)}`;
}

/** What `GET /users/{username}` adds. */
export function publicUserObject(world: World, account: Account): Json {
  const at = account.createdAt.toISOString();
  const unknown = { name: null, company: null, location: null, email: null, hireable: null, bio: null };
  const counts = { public_repos: 0, public_gists: 0, followers: 0, following: 0 };
  return { ...accountObject(world, account), ...unknown, ...counts, blog: '', created_at: at, updated_at: at };
}

/** An organisation as webhooks carry it. */
export function organizationObject(world: World, { login, id }: Account): Json {
  const url = `${world.apiUrl}/orgs/${login}`;
  return {
    login,
    id,
    node_id: nodeId('O', id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${world.origin}/avatars/${id}`,
    description: null,
  };
}

/** GitHub's "integration". */
export function appObject(world: World, app: App): Json {
  return {
    id: app.id,
    client_id: app.clientId,
    slug: app.slug,
    node_id: nodeId('A', app.id),
    owner: accountObject(world, app.owner),
    name: app.name,
    description: null,
    external_url: app.url,
    html_url: `${world.origin}/apps/${app.slug}`,
    created_at: app.createdAt.toISOString(),
    updated_at: app.createdAt.toISOString(),
    permissions: app.permissions,
    events: app.events,
  };
}

/** An installation of our App. */
export function installationObject(world: World, installation: Installation): Json {
  const { app } = world;
  const { id, account, createdAt, granted = app, suspendedAt } = installation;
  return {
    id,
    client_id: app.clientId,
    account: accountObject(world, account),
    repository_selection: 'all',
    access_tokens_url: `${world.apiUrl}/app/installations/${id}/access_tokens`,
    repositories_url: `${world.apiUrl}/installation/repositories`,
    html_url: `${world.origin}/organizations/${account.login}/settings/installations/${id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: granted.permissions,
    events: granted.events,
    created_at: createdAt.toISOString(),
    updated_at: createdAt.toISOString(),
    single_file_name: null,
    suspended_by: suspendedAt ? accountObject(world, account) : null,
    suspended_at: suspendedAt?.toISOString() ?? null,
  };
}
