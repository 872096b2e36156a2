/** What a text is reduced to, so that a form of a canary has only one spelling in it. */
export type Kind = 'letters' | 'bytes' | 'numbers' | 'base64';

export const KINDS: readonly Kind[] = ['letters', 'bytes', 'numbers', 'base64'];

export type Views = Readonly<Record<Kind, string>>;

/**
 * Letters and digits in lower case; hex digits; numbers with one space around each; letters of base64, those of
 * addresses in the place of their usual ones. Tables, because outputs may be long and everybody waits.
 */
export function viewsOf(text: string): Views {
  const source = Buffer.from(text, 'latin1');
  const digits = Buffer.from(text.replaceAll('0x', '').replaceAll('\\x', ''), 'latin1');
  return {
    letters: kept(source, LETTERS),
    bytes: kept(digits, BYTES),
    numbers: ` ${kept(source, NUMBERS)} `,
    base64: kept(source, BASE64),
  };
}

const SPACE = 32;

/** Every byte as the table has it, without those that it has not; never two spaces. */
function kept(source: Uint8Array, table: Uint8Array): string {
  const target = Buffer.allocUnsafe(source.length);
  let length = 0;
  for (const byte of source) {
    const one = table[byte]!;
    if (one === 0 || (one === SPACE && target[length - 1] === SPACE)) continue;
    target[length++] = one;
  }
  return target.toString('latin1', 0, length);
}

function table(entries: (letter: string) => string): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => entries(String.fromCharCode(code)).charCodeAt(0) || 0);
}

const LETTERS = table((letter) => /[0-9a-z]/i.exec(letter)?.[0].toLowerCase() ?? '');
const BYTES = table((letter) => /[0-9a-f]/i.exec(letter)?.[0].toLowerCase() ?? '');
const NUMBERS = table((letter) => /[0-9]/.exec(letter)?.[0] ?? ' ');
const SIGNS: Readonly<Record<string, string>> = { '-': '+', _: '/' };
const BASE64 = table((letter) => SIGNS[letter] ?? /[0-9A-Za-z+/]/.exec(letter)?.[0] ?? '');
