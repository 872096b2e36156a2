import type { Access, Role, Viewer } from '#services/classroom/people/viewer.ts';

/**
 * Who may open a route. Every route of the gradebook has one; without it the server does not start.
 * `course` routes have the parameter `slug`, `submission` routes the parameter `id`; the role is the least that opens,
 * and a student opens only what is its own.
 */
export type Door =
  | 'public'
  /** Who has signed in, and who need not. */
  | 'anybody'
  /** Who has signed in. */
  | 'account'
  | 'admin'
  | { readonly course: Role }
  | { readonly submission: Role };

declare module 'fastify' {
  interface FastifyContextConfig {
    door?: Door;
  }
  interface FastifyRequest {
    viewer: Viewer;
    /** Behind a course's or submission's door: what the viewer may do there. */
    access: Access;
  }
}
