import { expect, it } from 'vitest';
import { lively } from './inert.ts';

const quiet = { comment: 'all `is @well`', checkRun: { title: '', summary: '', annotations: '[]' }, html: '<p>x</p>' };
const alive: Record<string, [string, RegExp]> = {
  'a mention': ['hello @octocat', /mentions @octocat/],
  'a closing word': ['fixes #1', /refers to fixes #1/],
  HTML: ['a <b>bold</b> claim', /HTML/],
  'a link': ['[x](https://evil.example)', /link/],
  'an address': ['see https://evil.example', /address/],
  'a row of five cells': ['| a | b | c | d | e |', /row/],
  'a code of the terminal': ['\u001b[2J', /U\+001b/],
  'a mark that turns text round': ['\u202etxet', /U\+202e/],
  'a text that is too long': ['x'.repeat(70_000), /characters/],
};

it.each(Object.entries(alive))('notices %s', (_what, [text, words]) => {
  expect(lively({ ...quiet, comment: text }).join()).toMatch(words);
});

it('notices foreign tags and handlers on the page', () => {
  expect(lively({ ...quiet, html: '<p onclick="x()">' })).toHaveLength(1);
  expect(lively({ ...quiet, html: '<script>x</script>' })).toHaveLength(1);
});

it('leaves alone what stands in code, and our own link', () => {
  const comment =
    '```text\n@octocat fixes #1 <b>\n```\n[All](https://pushmark.example/submissions/3) `[x](y)` \\[a\\]\\(b\\)';
  expect(lively({ ...quiet, comment })).toEqual([]);
});
