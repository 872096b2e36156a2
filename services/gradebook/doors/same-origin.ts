import type { FastifyRequest } from 'fastify';

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request that may change something comes from a page of ours, by what browsers say and pages cannot forge:
 * Sec-Fetch-Site, or where a browser does not send it, Origin. What has neither is no browser and has no cookie to be
 * misused. The same rule as `http.CrossOriginProtection` of Go.
 */
export function isSameOrigin({ method, headers }: Pick<FastifyRequest, 'method' | 'headers'>): boolean {
  if (SAFE.has(method)) return true;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin, host } = headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
