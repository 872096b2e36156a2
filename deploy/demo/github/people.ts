/** Who acts at GitHub and by what right: people, organisations, Apps, and the tokens that speak for them. */
import type { KeyObject } from 'node:crypto';

export type Level = 'read' | 'write' | 'admin';
export type Permissions = Readonly<Record<string, Level>>;

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Organization' | 'Bot';
  /** What the user gives as password to git and as bearer to the API; null for organisations and bots. */
  readonly token: string | null;
  readonly createdAt: Date;
}

/** What only an App and GitHub know. */
export interface AppSecrets {
  readonly clientSecret: string;
  readonly webhookSecret: string;
  /** PEM, PKCS #1, as GitHub gives it out. */
  readonly privateKey: string;
  readonly publicKey: KeyObject;
}

export interface Membership {
  role: 'admin' | 'member';
  /** Pending until an invitation is accepted. */
  state: 'active' | 'pending';
}

export interface TeamMembership {
  role: 'maintainer' | 'member';
  state: 'active' | 'pending';
}

export interface Team {
  readonly id: number;
  readonly name: string;
  readonly slug: string;
  readonly description: string | null;
  readonly privacy: 'secret' | 'closed';
  readonly createdAt: Date;
  /** By account id. */
  readonly members: Map<number, TeamMembership>;
  /** What its members may do, by repository id. */
  readonly repositories: Map<number, Level>;
}

export interface Organization {
  readonly account: Account;
  /** By account id. */
  readonly members: Map<number, Membership>;
  readonly teams: Team[];
}

/** A GitHub App; the stand-in has ours and `github-actions`, which students can make check runs with. */
export interface App {
  readonly id: number;
  readonly clientId: string;
  readonly slug: string;
  readonly name: string;
  /** Its home page. */
  readonly url: string;
  readonly owner: Account;
  readonly bot: Account;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly createdAt: Date;
}

/** An App that can do all that Apps can; what only makes check runs needs none of this. */
export interface OurApp extends App {
  readonly secrets: AppSecrets;
  /** Where people may be sent after signing in; the first is used when none is asked for. */
  readonly callbackUrls: string[];
  /** Where people are sent after installing it. */
  readonly setupUrl: string | null;
  /** Others than its owner may install it. */
  readonly isPublic: boolean;
  /** Whoever installs it is asked to sign in with it, instead of being sent to the setup address. */
  readonly asksAtInstall: boolean;
}

/** Our App in an organisation, for all of its repositories. */
export interface Installation {
  readonly id: number;
  readonly account: Account;
  readonly createdAt: Date;
  /** What its owner has granted, where that lags behind what the App asks for now. */
  granted?: { readonly permissions: Permissions; readonly events: readonly string[] };
  suspendedAt?: Date | null;
}

/** What an installation token is good for. */
export interface Grant {
  readonly repositoryIds: ReadonlySet<number> | null;
  readonly permissions: Permissions;
  readonly expiresAt: Date;
}

/** A user's consent on its way to the App: what `code` in the callback stands for. */
export interface SignInCode {
  readonly account: Account;
  readonly app: OurApp;
  readonly redirectUri: string;
  /** SHA-256 of the verifier, base64url; null when the App asked for none. */
  readonly challenge: string | null;
  readonly expiresAt: Date;
}

/** A pair that acts for a user by an App; the refresh token makes the next pair. */
export interface UserToken {
  readonly account: Account;
  readonly app: OurApp;
  readonly access: string;
  readonly refresh: string;
  readonly expiresAt: Date;
  readonly refreshExpiresAt: Date;
}

/** Everything that belongs to signing in. */
export interface SignIns {
  readonly codes: Map<string, SignInCode>;
  readonly tokens: Set<UserToken>;
  /** Who is signed in at GitHub in the browser; null: the page asks. */
  browser: Account | null;
}
