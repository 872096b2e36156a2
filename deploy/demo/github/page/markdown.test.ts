import { expect, test } from 'vitest';
import { renderMarkdown } from './markdown.ts';
import { markdownAsText } from './text.ts';

const attacks = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[x](javascript:alert(1))',
  '[x](https://a.example/"onmouseover="alert(1))',
  '<details open ontoggle=alert(1)>',
  '`<b onclick=x>`',
  '| <svg/onload=alert(1)> |\n| --- |\n| </td><script> |',
  '```\n</pre><script>\n```',
  '<!-- <b> --><script>',
];

test.each(attacks)('nothing in %j becomes live', (markdown) => {
  const tags = renderMarkdown(markdown).match(/<[^>]*>/g) ?? [];
  const harmless =
    /^<\/?(p|h\d|pre|code|strong|table|thead|tbody|tr|th|td|ul|li|blockquote|details|summary|b|br)>$|^<a href="https?:\/\/[^"<>\s]*">$|^<\/a>$/;
  expect(tags.filter((tag) => !harmless.test(tag))).toEqual([]);
});

test('what reports are made of is shown', () => {
  const html = renderMarkdown(
    '## Score **9** of 10\n\n| test | points |\n| --- | ---: |\n| `a\\|b` | 1 |\n\n- one\n- [page](http://127.0.0.1/x)\n\n<details><summary>more</summary>\n\n```go\nx < y\n```\n\n</details>\n<!-- hidden -->',
  );
  expect(html).toContain('<h2>Score <strong>9</strong> of 10</h2>');
  expect(html).toContain('<tr><td><code>a|b</code></td><td>1</td></tr>');
  expect(html).toContain('<li><a href="http://127.0.0.1/x">page</a></li>');
  expect(html).toContain('<details><summary>more</summary>');
  expect(html).toContain('<pre>x &lt; y</pre>');
  expect(html).not.toContain('hidden');
});

test('a fence that never ends shows the rest as text', () => {
  expect(renderMarkdown('````\n```\n<b>')).toBe('<pre>```\n&lt;b&gt;</pre>');
});

test('a terminal gets columns and no control character', () => {
  const text = markdownAsText(
    '# Score\n\n| test | points |\n| --- | --- |\n| TestLong | 1 |\n\u001b[31mred\u0007\u202e<!-- x -->',
  );
  expect(text).toBe('Score\n\n  test      points\n  TestLong  1\n[31mred');
});
