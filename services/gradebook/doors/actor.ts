import type { FastifyRequest } from 'fastify';
import type { Actor } from '#services/classroom/people/audit.ts';

/** Who decides, for the log. Without sign-in it is whoever sits at the machine. */
export function actorOf({ viewer: { account } }: Pick<FastifyRequest, 'viewer'>): Actor {
  return account ? { id: account.githubId, login: account.login } : { login: 'local administrator' };
}
