/**
 * PostgreSQL refuses U+0000 in text and jsonb, and lone surrogates in jsonb. Student output holds both, so every value
 * on its way into the database passes here (see `database.ts`) and nothing else has to think of it.
 */

/** Text that PostgreSQL accepts: U+0000 and lone surrogates become U+FFFD. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}

/** A value as the text of a json or jsonb parameter. */
export function json(value: unknown): string {
  return JSON.stringify(value, clean) ?? 'null';
}

/** A query parameter that PostgreSQL accepts. Plain objects become JSON; wrap an array that is meant as JSON in `json`. */
export function parameter(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map(parameter);
  return isPlain(value) ? json(value) : value;
}

function clean(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (!isPlain(value) || !Object.keys(value).some(needsCleaning)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [storable(key), entry]));
}

function needsCleaning(key: string): boolean {
  return key.includes('\0') || !key.isWellFormed();
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
