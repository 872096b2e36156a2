/**
 * Text of strangers made visible: control characters, marks that reorder what follows (bidi) and other invisible
 * format characters become `·`, tabs four spaces, and what is longer than `length` code points ends in `…`.
 * Newlines stay. It is no escaping: whoever puts it into HTML, Markdown or CSV escapes it there.
 */
export function visible(text: string, length: number): string {
  const points = Array.from(text.toWellFormed().slice(0, length * 2 + 2));
  const kept = points.slice(0, length).join('');
  const shown = kept.replaceAll('\t', '    ').replace(/(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/gu, '·');
  return points.length > length ? `${shown}…` : shown;
}

/** What changes how the text around it is read, and is not seen itself. */
const UNSEEN =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * A whole document with texts of strangers in it: control characters, lone surrogates and marks that reorder what
 * follows become `·`, every line end a newline. All else stays as it is, joined emoji and tabs too.
 */
export function inert(document: string): string {
  return document.replace(/\r\n?/g, '\n').replace(UNSEEN, '·');
}
