import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Seals a text so that the database alone does not give it away: AES-256-GCM under a key derived from the server's
 * secret. The form is `v1.<nonce>.<text and tag>`, base64url.
 */
export function seal(text: string, secret: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return ['v1', nonce.toString('base64url'), sealed.toString('base64url')].join('.');
}

/** The text, and which of the secrets opened it (0: the present one); undefined when none does. */
export function unseal(sealed: string, secrets: readonly string[]): { text: string; by: number } | undefined {
  for (const [by, secret] of secrets.entries()) {
    const text = open(sealed, secret);
    if (text !== undefined) return { text, by };
  }
  return undefined;
}

const TAG_BYTES = 16;

function open(sealed: string, secret: string): string | undefined {
  const [version, nonce = '', rest = ''] = sealed.split('.');
  const bytes = Buffer.from(rest, 'base64url');
  if (version !== 'v1' || bytes.length < TAG_BYTES) return undefined;
  try {
    const cipher = createDecipheriv('aes-256-gcm', keyOf(secret), Buffer.from(nonce, 'base64url'));
    cipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([cipher.update(bytes.subarray(0, -TAG_BYTES)), cipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

/** A key of its own, so that it says nothing about what else is derived from the secret. */
function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'pushmark sealed settings', 32));
}
