/**
 * Canaries are strings that stand where no student has to look, and nowhere else: whoever shows one, in whatever form,
 * has read what is none of theirs. Random ones of 80 bits and more turn up by chance in no output.
 */
import { type Unpacking, unpacked, unpacking } from './unpacked.ts';
import { KINDS, type Kind, viewsOf } from './views.ts';

/**
 * The canaries, letters and digits of 12 characters at least, that a text holds: plainly, in capitals, spaced or over
 * lines, turned by 13 letters, in hex, as numbers of bytes, in base64 of both alphabets at any of its three alignments,
 * reversed before or after all these, and what is packed by gzip or zlib in hex or base64, up to a megabyte each
 * and within `budget`.
 */
export function canariesIn(
  text: string,
  canaries: readonly string[],
  budget: Unpacking = unpacking(),
): readonly string[] {
  if (text.length < SHORTEST) return [];
  const view = viewsOf(text);
  const views = [view, ...unpacked(view, budget).map(viewsOf)];
  return canaries.filter((canary) => {
    const forms = formsOf(canary);
    return views.some((view) => KINDS.some((kind) => forms[kind].some((form) => view[kind].includes(form))));
  });
}

/** No canary is shorter, in no form. */
const SHORTEST = 12;

const known = new Map<string, Readonly<Record<Kind, readonly string[]>>>();
const MOST_KNOWN = 1000;

function formsOf(canary: string): Readonly<Record<Kind, readonly string[]>> {
  const found = known.get(canary);
  if (found) return found;
  const both = [canary.toLowerCase(), reversed(canary.toLowerCase())];
  const hex = both.map((one) => Buffer.from(one).toString('hex'));
  const forms = {
    letters: [...both, turned(both[0]!)],
    bytes: [...hex, ...hex.map(reversed)],
    numbers: both.map((one) => ` ${[...Buffer.from(one)].join(' ')} `),
    base64: both.flatMap(aligned).flatMap((one) => [one, reversed(one)]),
  };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(canary, forms);
  return forms;
}

/** What of its base64 depends on it alone, behind no, one and two other bytes. */
function aligned(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const code = Buffer.from('\0'.repeat(before) + text)
      .toString('base64')
      .replace(/=+$/, '');
    const whole = Math.floor(((before + text.length) * 8) / 6);
    return code.slice(Math.ceil((before * 8) / 6), whole);
  });
}

function reversed(text: string): string {
  return Array.from(text).reverse().join('');
}

function turned(text: string): string {
  return text.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 84) % 26) + 97));
}
