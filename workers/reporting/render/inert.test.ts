import { describe, expect, it } from 'vitest';
import { capped, cell, fence, plain, span } from './inert.ts';

describe('a code span', () => {
  it('outlives backticks inside', () => {
    expect(span('a ``` b')).toBe('````a ``` b````');
    expect(span('`a`')).toBe('`` `a` ``');
  });

  it('stays on one line', () => {
    expect(span('a\nb | c')).toBe('`a b | c`');
  });

  it('stays inside its table cell', () => {
    expect(cell('a | b')).toBe('`a \\| b`');
    // A backslash before ours would escape it, and the pipe would end the cell.
    expect(cell('a \\| b')).toBe('`a \\\\\\| b`');
    expect(cell('a \\\\| b')).toBe('`a \\\\\\| b`');
  });

  it('is never empty', () => {
    expect(span('')).toBe('` `');
  });
});

describe('a fence', () => {
  it('is longer than every run of backticks inside', () => {
    expect(fence('```\n@everyone fixes #1\n````')).toMatch(/^`{5}text\n[\s\S]*\n`{5}$/);
  });

  it('holds forty lines at most', () => {
    expect(fence('x\n'.repeat(100)).split('\n')).toHaveLength(43);
  });
});

describe('plain words', () => {
  it('hold no markup, no mention and no reference', () => {
    const words = plain('<img src=x> [a](b) @octocat fixes #1 **b** `c` | d');
    expect(words).not.toMatch(/(^|[^\\])[<>[\]#*`|]/);
    expect(words).not.toContain('@octocat');
    // GitHub looks for these in the rendered text, where the backslash is gone.
    expect(plain('see #1 and GH-2')).not.toMatch(/#1|GH-2/);
  });
});

describe('a text at its limit', () => {
  it('is cut at a line, closes its fence and says so', () => {
    const text = capped(`head\n\`\`\`\`text\n${'line\n'.repeat(100)}\`\`\`\``, 200);
    expect(text.length).toBeLessThanOrEqual(200);
    expect(text).toMatch(/line\n`{4}\n\n…cut: the page has the rest\.$/);
  });

  it('is left alone below it', () => {
    expect(capped('short', 200)).toBe('short');
  });
});
