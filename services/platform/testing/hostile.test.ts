import { expect, test } from 'vitest';
import { openLog } from '#services/platform/log.ts';
import { json, parameter, storable } from '#services/platform/storable.ts';
import { visible } from '#services/platform/text.ts';
import { formulasIn, HOSTILE, HUGE, oddAddresses, skeleton, unseenIn } from './hostile.ts';

const all = [...HOSTILE, ...HUGE];

test('the corpus is large, and no text is there twice', () => {
  expect(HOSTILE.length).toBeGreaterThan(60);
  expect(new Set(HOSTILE.map(({ text }) => text)).size).toBe(HOSTILE.length);
});

test.each(all)('a log line with $name is one line of JSON without control characters', ({ text }) => {
  const lines: string[] = [];
  const log = openLog('info', { write: (line) => lines.push(line) });
  log.warn({ repository: text, err: new Error(text), [text.slice(0, 50)]: 1 }, 'something odd');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^[^\n\t]+\n$/);
  expect(unseenIn(lines[0]!)).toEqual([]);
  const { msg, repository } = JSON.parse(lines[0]!);
  expect([msg, repository.toWellFormed()]).toEqual(['something odd', text.toWellFormed()]);
});

test.each(all)('$name made visible has nothing unseen, and keeps to its length', ({ text }) => {
  const shown = visible(text, 100);
  expect(unseenIn(shown)).toEqual([]);
  expect(Array.from(shown.replaceAll('    ', '\t')).length).toBeLessThanOrEqual(101);
});

test.each(all)('$name can be stored', ({ text }) => {
  for (const stored of [storable(text), String(parameter(text)), json({ [text]: [text] })]) {
    expect(stored.isWellFormed()).toBe(true);
    expect(stored).not.toContain('\0');
  }
});

test('what came to life is seen', () => {
  const page = (text: string) => `<p class="a">${text}</p><a href="${text}">x</a>`;
  for (const name of ['a script', 'an image that fails', 'the end of an attribute', 'a style', 'an open comment']) {
    const { text } = HOSTILE.find((one) => one.name === name)!;
    expect(skeleton(page(text)), name).not.toEqual(skeleton(page('x')));
  }
  expect(skeleton('<p class="a &lt;b&gt; &quot; onx=1">a &lt; b</p>')).toEqual(skeleton('<p class="x">y</p>'));
  expect(oddAddresses(page('javascript:alert(1)'))).toHaveLength(1);
  expect(oddAddresses(page('//evil.example'))).toHaveLength(1);
  expect(oddAddresses('<a href="/a">x</a><a href="https://b">y</a>')).toEqual([]);
  expect(formulasIn([['=1', '-1.5', "'=1", 'a']])).toEqual(['=1']);
  expect(unseenIn('a\u202Eb\u001b\nc\td\uD800')).toEqual(['U+202e', 'U+001b', 'U+d800']);
  expect(unseenIn('😀 שלום')).toEqual([]);
});
