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
