import type {
  Account,
  App,
  Grant,
  Json,
  Level,
  Membership,
  Organization,
  OurApp,
  Repository,
  World,
} from '../world.ts';
import type { Answer } from './answer.ts';
import { notFound, Refusal } from './answer.ts';

/** Who asks. */
export type Caller =
  | { readonly kind: 'app'; readonly name: string }
  | { readonly kind: 'installation'; readonly name: string; readonly grant: Grant; readonly app: App }
  /** `via`: by a token that the user let our App have. */
  | { readonly kind: 'user'; readonly name: string; readonly account: Account; readonly via: OurApp | null }
  | { readonly kind: 'anonymous'; readonly name: string };

/** A request that has passed authentication, permissions and GitHub's description. */
export interface Call {
  readonly world: World;
  readonly caller: Caller;
  /** Absolute, with query. */
  readonly url: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: Json;
}

/** A call below `/repos/{owner}/{repo}`. */
export interface RepositoryCall extends Call {
  readonly repository: Repository;
}

/** A call below `/orgs/{org}`. */
export interface OrganizationCall extends Call {
  readonly organization: Organization;
}

/** `name:level` of an App's permission, as `checks:write`. */
export type Permission = `${string}:${'read' | 'write'}`;

export type Route =
  /** Only with the App's own JWT. */
  | { readonly by: 'app'; readonly isContent?: boolean; readonly handle: (call: Call) => Answer | Promise<Answer> }
  /** Anybody, about no repository. */
  | { readonly by: 'anyone'; readonly isContent?: boolean; readonly handle: (call: Call) => Answer | Promise<Answer> }
  | RepositoryRoute
  | OrganizationRoute;

export interface RepositoryRoute {
  readonly by: 'repository';
  /** A token of our App needs one of these. */
  readonly needs: readonly Permission[];
  /** What a user needs to be allowed; default, to see the repository. */
  readonly level?: Level;
  /** Users are refused: GitHub lets only Apps do it. */
  readonly appsOnly?: boolean;
  /** Counts for the limit on content creation. */
  readonly isContent?: boolean;
  readonly handle: (call: RepositoryCall) => Answer | Promise<Answer>;
}

export interface OrganizationRoute {
  readonly by: 'organization';
  /** A token of our App needs all of these. */
  readonly needs: readonly Permission[];
  /** What a user must be in the organisation. */
  readonly role: Membership['role'];
  readonly isContent?: boolean;
  readonly handle: (call: OrganizationCall) => Answer | Promise<Answer>;
}

export function accountOf(call: Call): Account {
  if (call.caller.kind === 'user') return call.caller.account;
  if (call.caller.kind === 'installation') return call.caller.app.bot;
  throw new Refusal(401, 'Requires authentication');
}

/** The item whose id or number is the path's; 404 when there is none. */
export function pick<Item>(items: readonly Item[], matches: (item: Item) => boolean): Item {
  const found = items.find(matches);
  if (found === undefined) throw notFound();
  return found;
}
