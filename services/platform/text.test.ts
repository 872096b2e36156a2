import { expect, it } from 'vitest';
import { inert, visible } from './text.ts';

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

it('makes a whole document inert, and leaves what can be seen as it is', () => {
  expect(inert('a\r\nb\rc\td')).toBe('a\nb\nc\td');
  expect(inert('\u0000\u001b[31m\u0085\u202e\u2066\u2028\ud800x\udfff')).toBe('··[31m·····x·');
  expect(inert('👩‍👩‍👧 é שלום <b>')).toBe('👩‍👩‍👧 é שלום <b>');
});
