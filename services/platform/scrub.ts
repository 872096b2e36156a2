/**
 * What must never reach a log line or a stored error text, wherever it came from: Octokit's errors carry headers, git
 * prints URLs. GitHub's tokens are no longer 40 characters, so no length is assumed.
 */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\bgh[pousr]_[A-Za-z0-9_.-]+/g, '[token]'],
  [/\bgithub_pat_[A-Za-z0-9_]+/g, '[token]'],
  [/\b(basic|bearer|token) +[A-Za-z0-9+/_.~-]{8,}={0,2}/gi, '$1 [secret]'],
  [/(:\/\/)[^\s/:@"]*:[^\s/@"]+@/g, '$1[secret]@'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)/gs, '[private key]'],
];

/** The text with secrets replaced by a word in brackets. */
export function scrub(text: string): string {
  return SECRETS.reduce((clean, [pattern, word]) => clean.replace(pattern, word), text);
}
