import type { Level } from '../world.ts';

/** What an App wishes to be, as its maker's form sends it to GitHub. */
export interface Manifest {
  readonly name?: string;
  readonly url: string;
  readonly hook_attributes?: { readonly url: string; readonly active?: boolean };
  readonly redirect_url: string;
  readonly callback_urls?: readonly string[];
  readonly setup_url?: string;
  readonly description?: string;
  readonly public?: boolean;
  readonly default_events?: readonly string[];
  readonly default_permissions?: Readonly<Record<string, Level>>;
  readonly request_oauth_on_install?: boolean;
  readonly setup_on_update?: boolean;
}

const known = [
  ...['name', 'url', 'hook_attributes', 'redirect_url', 'callback_urls', 'setup_url', 'description', 'public'],
  ...['default_events', 'default_permissions', 'request_oauth_on_install', 'setup_on_update'],
];
const longestName = 34;
const mostCallbacks = 10;

/** The permission that an event needs, to be subscribed to; GitHub refuses a manifest without it. */
const eventNeeds: Readonly<Record<string, string>> = {
  ...{ push: 'contents', create: 'contents', delete: 'contents' },
  ...{ check_run: 'checks', check_suite: 'checks' },
  ...{ pull_request: 'pull_requests', issue_comment: 'issues', repository: 'metadata' },
  ...{ member: 'members', membership: 'members', organization: 'members', team: 'members', team_add: 'members' },
};

/** The manifest that a form carries; undefined when it is no JSON object. */
export function readManifest(text: unknown): Manifest | undefined {
  try {
    const value: unknown = JSON.parse(String(text));
    return value !== null && typeof value === 'object' ? (value as Manifest) : undefined;
  } catch {
    return undefined;
  }
}

/** Keys that GitHub ignores, so a misspelling would go unnoticed. */
export function unknownKeys(manifest: Manifest): readonly string[] {
  return Object.keys(manifest).filter((name) => !known.includes(name));
}

/** Why GitHub would not make such an App; empty when it would. */
export function manifestProblems(manifest: Manifest): readonly string[] {
  const { name = '', url, redirect_url, callback_urls = [], hook_attributes: hook, setup_url } = manifest;
  const addresses = { url, redirect_url, setup_url, 'hook url': hook?.url };
  const wrong = Object.entries(addresses).filter(([, value]) => value !== undefined && !isAddress(value));
  return [
    ...(url === undefined ? ['url is missing'] : []),
    ...(redirect_url === undefined ? ['redirect_url is missing'] : []),
    ...(hook !== undefined && hook.url === undefined ? ['Hook url cannot be blank'] : []),
    ...(name.length > longestName ? [`Name is too long (maximum is ${longestName} characters)`] : []),
    ...(callback_urls.length > mostCallbacks ? [`no more than ${mostCallbacks} callback URLs`] : []),
    ...wrong.map(([field]) => `${field} must be a valid URL`),
    ...callback_urls.filter((each) => !isAddress(each)).map((each) => `callback URL ${each} is not valid`),
    ...eventProblems(manifest),
  ];
}

function isAddress(value: string): boolean {
  return /^https?:\/\//.test(value) && URL.canParse(value);
}

function eventProblems({ default_events: events = [], default_permissions: permissions = {} }: Manifest) {
  const granted: Readonly<Record<string, Level>> = { metadata: 'read', ...permissions };
  const unsupported = events.filter((event) => granted[eventNeeds[event] ?? ''] === undefined);
  return unsupported.length === 0 ? [] : [`Default events unsupported: ${unsupported.join(', ')}`];
}
