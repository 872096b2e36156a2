import { deflateSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { canariesIn } from './search.ts';
import { unpacking } from './unpacked.ts';

const canary = 'qz9x0123456789abcdefghij';
const bytes = Buffer.from(`text around ${canary} text around`);
const forms: Record<string, string> = {
  plainly: `got ${canary}, want`,
  'in capitals': canary.toUpperCase(),
  reversed: Array.from(canary).reverse().join(''),
  spaced: Array.from(canary).join(' '),
  'across lines': `${canary.slice(0, 9)}\n    ${canary.slice(9)}`,
  'in hex': bytes.toString('hex'),
  'in hex behind a digit': `0${bytes.toString('hex')}`,
  'in base64': `prefix ${bytes.toString('base64')}`,
  'in base64 behind letters': `ab${bytes.toString('base64')}`,
  'in base64 for addresses': bytes.toString('base64url'),
  'in hex in capitals and with gaps': [...bytes].map((b) => b.toString(16).toUpperCase()).join(' '),
  'in hex as Go writes bytes': [...bytes].map((b) => `0x${b.toString(16)}`).join(', '),
  'in hex reversed': Array.from(bytes.toString('hex')).reverse().join(''),
  'as numbers of bytes': `[${[...bytes].join(' ')}]`,
  'alone in base64, one byte before it': Buffer.from(`x${canary}`).toString('base64'),
  'alone in base64, two bytes before it': Buffer.from(`xx${canary}`).toString('base64url'),
  'in base64 over lines': bytes.toString('base64').replace(/(.{10})/g, '$1\n    '),
  'in base64 reversed': Array.from(bytes.toString('base64')).reverse().join(''),
  'reversed in base64': Buffer.from(bytes).reverse().toString('base64'),
  'reversed in hex': Buffer.from(bytes).reverse().toString('hex'),
  'packed in base64': gzipSync(bytes).toString('base64'),
  'packed by zlib': deflateSync(bytes).toString('base64url'),
  'packed, and cut': gzipSync(bytes).toString('base64').slice(0, -9),
  'packed, and followed by more': `${gzipSync(bytes).toString('base64')}PASS\ncoverage: 3 %`,
  'packed in hex': gzipSync(bytes).toString('hex'),
  'turned by 13 letters': canary.replace(/[a-z]/g, (c) => String.fromCharCode(((c.charCodeAt(0) - 84) % 26) + 97)),
};

it.each(Object.entries(forms))('finds a canary %s', (_form, text) => {
  expect(canariesIn(text, [canary, 'qz9xanother0000000000000'])).toEqual([canary]);
});

it('finds none where there is none', () => {
  expect(
    canariesIn(`${canary.slice(0, 20)} ${Buffer.from('nothing of interest in here').toString('base64')}`, [canary]),
  ).toEqual([]);
});

it('finds one of hex digits as well', () => {
  const digits = '0123456789abcdef01234567';
  const packed = gzipSync(Buffer.from(`${' '.repeat(1000)}${digits}`)).toString('base64');
  expect(canariesIn(digits, [digits])).toEqual([digits]);
  expect(canariesIn(`H4sI H4sIxx ${packed}`, [digits])).toEqual([digits]);
  expect(canariesIn('0123456789abcdef0123456', [digits])).toEqual([]);
});

it('stops unpacking what is made to be large', () => {
  const bomb = gzipSync(Buffer.concat([Buffer.alloc(8 << 20), bytes])).toString('base64');
  expect(canariesIn(bomb, [canary])).toEqual([]);
});

it('unpacks no more of a run than its budget, wherever that went', () => {
  const large = gzipSync(Buffer.alloc(1 << 19)).toString('base64');
  const budget = unpacking();
  expect(canariesIn(`${large} `.repeat(6), [canary], budget)).toEqual([]);
  expect(budget.left).toBe((4 << 20) - 6 * (1 << 19));
  const larger = gzipSync(Buffer.alloc(3 << 20)).toString('base64');
  expect(canariesIn(`${larger} ${larger}`, [canary], budget)).toEqual([]);
  expect(budget.left).toBe(0);
  expect(canariesIn(gzipSync(bytes).toString('base64'), [canary], budget)).toEqual([]);
  expect(canariesIn(canary, [canary], budget)).toEqual([canary]);
  const tried = unpacking();
  canariesIn('H4sI!'.repeat(20), [canary], tried);
  expect(tried.left).toBeLessThan(unpacking().left);
});
