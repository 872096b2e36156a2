import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { canariesIn } from './canaries.ts';

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
  'reversed in hex': Buffer.from(bytes).reverse().toString('hex'),
  'packed in base64': gzipSync(bytes).toString('base64'),
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
