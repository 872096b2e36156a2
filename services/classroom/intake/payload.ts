/**
 * Readers of webhook payloads. Only the fields that are used are looked at, and each may be missing or of any type:
 * old GitHub Enterprise servers, new fields and forged bodies must never become an error of ours.
 */

/** The value at a path, or undefined where the path ends early. */
export function at(value: unknown, ...path: string[]): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<string, unknown>)[step];
  }
  return here;
}

/** Longest text kept: far above any branch, login or repository name that GitHub takes. */
const longest = 500;

/** A text that is not empty; longer ones count as missing, for a cut name would be another name. */
export function textAt(value: unknown, ...path: string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' && found !== '' && found.length <= longest ? found : undefined;
}

/** An id of GitHub: a whole number above 0 that is exact. */
export function idAt(value: unknown, ...path: string[]): number | undefined {
  const found = at(value, ...path);
  return Number.isSafeInteger(found) && (found as number) > 0 ? (found as number) : undefined;
}

/** The number of a pull request: fits the database's int. */
export function numberAt(value: unknown, ...path: string[]): number | undefined {
  const found = idAt(value, ...path);
  return found !== undefined && found < 2 ** 31 ? found : undefined;
}

/** true only where it says true. */
export function flagAt(value: unknown, ...path: string[]): boolean {
  return at(value, ...path) === true;
}

/** A commit's full id that is not all zeros (zeros stand for "no commit"). */
export function commitAt(value: unknown, ...path: string[]): string | undefined {
  const found = textAt(value, ...path)?.toLowerCase();
  return found && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(found) && !/^0+$/.test(found) ? found : undefined;
}

/** A time of GitHub, ISO 8601 with seconds, as it was written. */
export function timeAt(value: unknown, ...path: string[]): string | undefined {
  const found = textAt(value, ...path);
  const iso = /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
  return found && iso.test(found) && !Number.isNaN(Date.parse(found)) ? found : undefined;
}

/** The items of a list; none where there is no list. */
export function listAt(value: unknown, ...path: string[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}
