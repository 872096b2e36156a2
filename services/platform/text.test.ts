import { expect, it } from 'vitest';
import { visible } from './text.ts';

it('keeps ordinary text and newlines', () => {
  expect(visible('func Größe() {\n}', 100)).toBe('func Größe() {\n}');
});

it('shows control characters, escapes, bidi marks and lone surrogates as what they are: nothing to trust', () => {
  expect(visible('a\u0000b\u001b[31mc\u202ed\u2066e\ud800', 100)).toBe('a·b·[31mc·d·e\ufffd');
});

it('turns tabs into spaces', () => {
  expect(visible('\tx', 10)).toBe('    x');
});

it('cuts at whole code points and says so', () => {
  expect(visible('😀😀😀', 2)).toBe('😀😀…');
});
