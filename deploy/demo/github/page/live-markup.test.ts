import { expect, test } from 'vitest';
import { liveMarkup } from './live-markup.ts';

test.each([
  ['cc @ada', ['ada']],
  ['(@ada), @school/staff!', ['ada', 'school/staff']],
  ['| @ada |\n| --- |', ['ada']],
  ['\\@ada and &#64;bob and &commat;eve', ['ada', 'bob', 'eve']],
  ['```\n@in\n````\nclosed by a longer fence: @out\n```\n@in', ['out']],
  ['~~~\n@in\n```\n@in\n~~~\n@out', ['out']],
  ['````\n```\n@in\n````', []],
  ['`@code` ``@`@too`` ``` @three ``` @out', ['out']],
  ['a`b @out', ['out']],
  ['mail ada@example.org, path/@x, <!-- @hidden -->', []],
  ['```\n``` not an end\n@in', []],
])('in %j GitHub would notify %j', (markdown, mentions) => {
  expect(liveMarkup(markdown).mentions).toEqual(mentions);
});

test.each([
  ['fixes #1', ['fixes #1']],
  ['see #12, GH-3 and a/b#4', ['#12', 'GH-3', 'a/b#4']],
  ['Closes: school/m02#7', ['Closes: school/m02#7']],
  ['`#1` and &#39; and color#fff', []],
])('in %j GitHub would link %j', (markdown, references) => {
  expect(liveMarkup(markdown).references).toEqual(references);
});
