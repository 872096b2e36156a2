import { verify } from 'node:crypto';
import type { World } from '../world.ts';
import { Refusal } from './answer.ts';

interface Claims {
  readonly iss?: unknown;
  readonly iat?: unknown;
  readonly exp?: unknown;
}

const longest = 600;

/** Checks a JWT that claims to be our App's, with GitHub's words when it is not; they tell clients what to mend. */
export function checkAppToken(world: World, token: string): void {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = decode(payload) as Claims;
  if ((decode(header) as { alg?: unknown }).alg !== 'RS256') throw undecodable();
  checkIssuer(world, claims.iss);
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify('RSA-SHA256', signed, world.app.secrets.publicKey, Buffer.from(signature, 'base64url')))
    throw undecodable();
  checkTimes(claims, world.now().getTime() / 1000);
}

function checkIssuer(world: World, issuer: unknown): void {
  if (String(issuer) !== String(world.app.id) && issuer !== world.app.clientId) {
    throw new Refusal(404, 'Integration not found');
  }
}

function checkTimes({ iat, exp }: Claims, now: number): void {
  if (!Number.isInteger(exp) || Number(exp) <= now) {
    const rule = 'must be a numeric value representing the future time at which the assertion expires';
    throw new Refusal(401, `'Expiration time' claim ('exp') ${rule}`);
  }
  if (Number(exp) > now + longest) throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
  if (!Number.isInteger(iat) || Number(iat) > now) {
    const rule = 'must be an Integer representing the time that the assertion was issued';
    throw new Refusal(401, `'Issued at' claim ('iat') ${rule}`);
  }
}

function undecodable(): Refusal {
  return new Refusal(401, 'A JSON web token could not be decoded');
}

function decode(part: string): object {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    if (value !== null && typeof value === 'object') return value;
  } catch {
    // Said below: to a caller, no JSON and other JSON are one fault.
  }
  throw undecodable();
}
