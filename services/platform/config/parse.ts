import { isIP } from 'node:net';
import type { LogLevel } from '../log.ts';

/** Reads the text of one variable; throws an Error whose message says what would be right. */
export type Parse<T> = (text: string) => T;

export const text: Parse<string> = (value) => value;

/** A URL of one of the schemes, without the slash at its end. */
export function url(...schemes: readonly string[]): Parse<string> {
  return (value) => {
    const protocol = URL.canParse(value) ? new URL(value).protocol : '';
    if (!schemes.includes(protocol.slice(0, -1))) throw new Error(`must be a URL that begins with ${any(schemes)}://`);
    return value.replace(/\/+$/, '');
  };
}

export function integer(from: number, to: number): Parse<number> {
  return (value) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= from && number <= to)) throw new Error(`must be a whole number from ${from} to ${to}`);
    return number;
  };
}

/** Whether only this machine reaches an address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** GitHub logins, lower case. */
export const logins: Parse<readonly string[]> = (value) => {
  const names = value.split(/[\s,]+/).filter((name) => name !== '');
  const wrong = names.find((name) => !/^[A-Za-z0-9][A-Za-z0-9_-]{0,38}$/.test(name));
  if (wrong !== undefined) throw new Error(`${wrong} is no GitHub login; write logins with commas between them`);
  return names.map((name) => name.toLowerCase());
};

const LEVELS: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

export const logLevel: Parse<LogLevel> = (value) => oneOf(...LEVELS)(value);

/** One of these words. */
export function oneOf<const Words extends readonly string[]>(...words: Words): Parse<Words[number]> {
  return (value) => {
    const word = words.find((known) => known === value.toLowerCase());
    if (!word) throw new Error(`must be ${any(words)}`);
    return word;
  };
}

/** `owner/name`, or `owner/name@branch`; several with commas between them. */
export const repositories: Parse<string> = (value) => {
  const names = value.split(/[\s,]+/).filter((name) => name !== '');
  const wrong = names.find((name) => !/^[A-Za-z0-9][A-Za-z0-9_-]*\/[A-Za-z0-9._-]+(@[\w./-]+)?$/.test(name));
  if (wrong !== undefined) throw new Error(`${wrong} is no repository; write owner/name or owner/name@branch`);
  return names.join(', ');
};

/** A secret that cannot be guessed. */
export const secret: Parse<string> = (value) => {
  if (value.length < 16) throw new Error('must have at least 16 characters, e.g. the output of `openssl rand -hex 32`');
  return value;
};

/** A PEM file's text; `\n` may be written as backslash and n, as many secret stores do. */
export const privateKey: Parse<string> = (value) => {
  const pem = value.replaceAll('\\n', '\n');
  if (!/^-----BEGIN (RSA )?PRIVATE KEY-----/.test(pem.trim())) {
    throw new Error(
      'must be the private key of the GitHub App: a text that begins with -----BEGIN RSA PRIVATE KEY-----',
    );
  }
  return pem;
};

function any(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
