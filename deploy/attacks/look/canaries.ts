/**
 * Canaries: strings that stand in hidden tests, golden files, the worker's environment and a neighbour's submission,
 * and nowhere else. A student who can see one, in whatever form, has read what is none of theirs.
 */
import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import type { Assignment } from '#services/classroom/assignment/document.ts';

const CANARY = /qz9x[0-9a-z]{20}/g;

/** Every canary of an assignment's files. */
export function canariesOf({ files }: Assignment): readonly string[] {
  const texts = [...files.values()].map((content) => Buffer.from(content).toString('latin1'));
  return [...new Set(texts.flatMap((text) => text.match(CANARY) ?? []))];
}

/** The canaries that a text holds plainly, reversed, spaced, in hex, in base64, or packed inside one of the last two. */
export function canariesIn(text: string, canaries: readonly string[]): readonly string[] {
  const views = [...viewsOf(text)];
  return canaries.filter((canary) => views.some((view) => view.includes(canary)));
}

function* viewsOf(text: string): Generator<string> {
  yield* plainViews(text);
  for (const blob of text.match(/[0-9a-fA-F]{24,}/g) ?? []) {
    for (const start of [0, 1]) yield* bytesViews(Buffer.from(blob.slice(start), 'hex'));
  }
  for (const blob of text.match(/[A-Za-z0-9+/_-]{24,}/g) ?? []) {
    // A blob may stand behind letters that belong to base64 as well.
    for (const start of [0, 1, 2, 3]) yield* bytesViews(Buffer.from(blob.slice(start), 'base64'));
  }
}

function* plainViews(text: string): Generator<string> {
  const lower = text.toLowerCase();
  const bare = lower.replace(/[^0-9a-z]/g, '');
  for (const view of [text, lower, bare]) {
    yield view;
    yield Array.from(view).reverse().join('');
  }
  yield lower.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 84) % 26) + 97));
}

function* bytesViews(bytes: Buffer): Generator<string> {
  yield* plainViews(bytes.toString('latin1'));
  for (const unpack of [gunzipSync, inflateSync, inflateRawSync]) {
    try {
      yield* plainViews(unpack(bytes, { maxOutputLength: 1 << 20 }).toString('latin1'));
    } catch {
      // It is not packed in this way.
    }
  }
}
