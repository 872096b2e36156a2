import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSigned } from './signature.ts';

const body = Buffer.from('{"zen":"Design for failure."}');
const signed = (secret: string, bytes: Uint8Array = body) =>
  `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`;

test("GitHub's own documented example is accepted", () => {
  const header = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  expect(isSigned(Buffer.from('Hello, World!'), header, ["It's a Secret to Everybody"])).toBe(true);
});

test('while a secret is replaced both the new and the old one are accepted', () => {
  expect(isSigned(body, signed('new'), ['new', 'old'])).toBe(true);
  expect(isSigned(body, signed('old'), ['new', 'old'])).toBe(true);
  expect(isSigned(body, signed('older'), ['new', 'old'])).toBe(false);
});

const refused: [what: string, header: string | undefined][] = [
  ['no header', undefined],
  ['an empty header', ''],
  ['the old SHA-1 signature', `sha1=${createHmac('sha1', 's').update(body).digest('hex')}`],
  ['a shorter signature', signed('s').slice(0, -2)],
  ['a longer signature', `${signed('s')}00`],
  ['a signature that is no hex', `sha256=${'zz'.repeat(32)}`],
  ['a signature of other bytes', signed('s', Buffer.from('{}'))],
  ['two signatures in one header', `${signed('s')}, ${signed('s')}`],
];

test.each(refused)('%s is refused', (_, header) => {
  expect(isSigned(body, header, ['s'])).toBe(false);
});

test('without any secret nothing is accepted', () => {
  expect(isSigned(body, signed(''), [])).toBe(false);
});
