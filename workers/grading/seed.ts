import { createHmac } from 'node:crypto';
import type { Digest } from '#services/classroom/trees.ts';

/**
 * The seed of everything random in a run, 16 hex digits. The same code of the same assignment version gets the same
 * one, so an empty commit cannot fish for luck; without the secret nobody can compute it in advance.
 */
export function seedOf(secret: string, judging: Digest, submitted: Digest): string {
  return createHmac('sha256', secret).update(`${judging}\n${submitted}`).digest('hex').slice(0, 16);
}
