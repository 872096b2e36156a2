import type { Profile } from './github-app.ts';

/** A permission that an App asks for, and why, in a sentence for whoever grants it. */
export interface Permission {
  /** GitHub's name. */
  readonly name: string;
  readonly level: 'read' | 'write';
  readonly why: string;
}

const grade: readonly Permission[] = [
  { name: 'metadata', level: 'read', why: 'See which repositories there are; GitHub asks it of every App.' },
  { name: 'contents', level: 'read', why: 'Fetch the commits that are to be graded.' },
  { name: 'checks', level: 'write', why: 'Show the score on the commit, and findings on its lines.' },
  { name: 'pull_requests', level: 'write', why: 'Keep one comment with the result on the Feedback pull request.' },
  {
    name: 'issues',
    level: 'read',
    why: 'Hear when somebody writes /regrade: pull requests take comments as issues do.',
  },
];

const classroom: readonly Permission[] = [
  ...grade.filter(({ name }) => name !== 'contents'),
  {
    ...{ name: 'contents', level: 'write' },
    why: 'Fetch commits, and put the starter code into the repository that a student accepts.',
  },
  {
    ...{ name: 'administration', level: 'write' },
    why: 'Make the private repository of a student and invite its owner.',
  },
  { name: 'members', level: 'write', why: 'Make teams for group assignments and put their members in.' },
];

/** What an App of a profile asks for; the second profile holds the first. */
export const PERMISSIONS: Readonly<Record<Profile, readonly Permission[]>> = { grade, classroom };

/** What GitHub is to tell us of. */
export const EVENTS = [
  'push',
  'create',
  'pull_request',
  'check_run',
  'check_suite',
  'issue_comment',
  'repository',
] as const;

/** What of a profile an App lacks, in GitHub's names, e.g. `contents: write`. */
export function lackingPermissions(profile: Profile, has: Granted): string[] {
  return PERMISSIONS[profile].flatMap(({ name, level }) => (covers(has[name], level) ? [] : [`${name}: ${level}`]));
}

/** Permissions by GitHub's names. */
export type Granted = Readonly<Record<string, string | undefined>>;

export function covers(has: string | undefined, needed: string | undefined): boolean {
  return has === needed || has === 'admin' || (has === 'write' && needed === 'read');
}
