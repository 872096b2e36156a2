import { createHash } from 'node:crypto';

/** What is kept of a secret that is long and random (a cookie, a token, a link): enough to know it again, not to use it. */
export function secretDigest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
