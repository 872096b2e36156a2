/** What GitHub would make live in a text: people it would notify, issues it would link or close. */

export interface LiveMarkup {
  /** Logins and teams, as `ada` or `school/staff`: each would get mail. */
  readonly mentions: readonly string[];
  /** Issue references, with the keyword that would close them when there is one. */
  readonly references: readonly string[];
}

const mention = /(?<![\w`@/.-])@([a-z\d][a-z\d-]{0,38}(?:\/[\w-]+)?)/gi;
const reference =
  /(?:\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+)?(?<![\w&/])(?:[\w-]+\/[\w.-]+)?#\d+\b|\bGH-\d+\b/gi;

/**
 * Errs on the side of finding: an escaped `\@` and an `&#64;` still notify, because GitHub looks at the rendered text;
 * only code, and comments in HTML, are left out.
 */
export function liveMarkup(markdown: string): LiveMarkup {
  const text = withoutCode(markdown)
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/\\&/g, '')
    .replace(/&#0*64;|&#x0*40;|&commat;/gi, '@')
    .replace(/\\(?=[@#])/g, '');
  return {
    mentions: [...text.matchAll(mention)].map(([, login]) => login ?? ''),
    references: [...text.matchAll(reference)].map(([found]) => found),
  };
}

function withoutCode(markdown: string): string {
  const lines: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split(/\r\n?|\n/)) {
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
    if (fence === undefined && mark?.[1] !== undefined) fence = mark[1];
    else if (fence === undefined) lines.push(line);
    else if (mark?.[1]?.startsWith(fence) && mark[2]?.trim() === '') fence = undefined;
  }
  return lines.join('\n').replace(/(?<!`)(`+)(?!`)([\s\S]*?[^`])\1(?!`)/g, '');
}
