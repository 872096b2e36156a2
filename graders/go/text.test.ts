import { expect, test } from 'vitest';
import { clean, count, duration, oneLine, size } from './text.ts';

test('terminal control sequences, controls and NUL disappear', () => {
  expect(clean('a\x1b[31mred\x1b[0m\x1b]8;;http://x\x07link\x1b]8;;\x07\x00\x08\x7f\x9bz')).toBe('aredlinkz');
});

test('line feeds and tabs stay, every other line end becomes a line feed', () => {
  expect(clean('a\tb\r\nc\rd\u2028e\ff')).toBe('a\tb\nc\nd\ne\nf');
});

test('characters that reorder or hide text disappear', () => {
  expect(clean('\u202ecod\u202c \u2066x\u2069 z\u200bero\ufeff\u{e0041}')).toBe('cod x zero');
});

test('lone surrogates are replaced and a cut never makes one', () => {
  expect(clean('a\ud800b')).toBe('a\ufffdb');
  expect(clean('😀😀', 3).isWellFormed()).toBe(true);
});

test('a long text is cut and says how much is missing', () => {
  expect(clean('x'.repeat(10), 4)).toBe('xxxx … [6 more characters]');
});

test('ten megabytes of escapes are cleaned in no time', () => {
  const began = process.cpuUsage();
  expect(clean('\x1b]'.repeat(5_000_000)).length).toBeLessThan(100);
  expect(process.cpuUsage(began).user).toBeLessThan(500_000);
});

test('a line has no line end and no double spaces', () => {
  expect(oneLine('  a\n\t b\r\n c ')).toBe('a b c');
});

test('numbers are said as people say them', () => {
  expect([
    count(1, 'test'),
    count(2, 'test'),
    size(512 * 2 ** 20),
    size(1536),
    duration(10_000),
    duration(250),
  ]).toEqual(['1 test', '2 tests', '512 MiB', '1.5 KiB', '10 s', '250 ms']);
});
