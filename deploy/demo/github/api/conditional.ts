/** GitHub's conditional requests: what a caller has already is not sent again, and does not count. */
import { createHash } from 'node:crypto';
import type { Answer } from './answer.ts';

/**
 * Marks the answer to a GET with its ETag, or makes it 304 where the caller's `if-none-match` says that it has this
 * very answer. Weak, as GitHub's are; the answer to one caller is not the answer to another, but their bodies tell.
 */
export function conditional(answer: Answer, method: string, ifNoneMatch: string | undefined): Answer {
  if (method !== 'GET' || answer.status !== 200) return answer;
  const digest = createHash('sha256')
    .update(JSON.stringify(answer.body))
    .update(answer.headers?.link ?? '');
  const etag = `W/"${digest.digest('hex')}"`;
  const headers = { ...answer.headers, etag, 'cache-control': 'private, max-age=60, s-maxage=60' };
  const known = (ifNoneMatch ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''));
  return known.includes(etag.slice(2)) ? { status: 304, body: null, headers } : { ...answer, headers };
}
