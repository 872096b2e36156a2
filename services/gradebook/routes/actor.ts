import type { Actor } from '#services/classroom/people/audit.ts';
import type { Viewer } from '#services/classroom/people/viewer.ts';

/** Who decides what a form asks for, as the log calls it. */
export function actorOf({ account }: Viewer): Actor {
  return account ? { id: account.githubId, login: account.login } : { login: 'local administrator' };
}
