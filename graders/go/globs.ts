/**
 * Globs of assignment files: `*` and `?` stay inside one path segment, `**` crosses them, a trailing `/...` is Go's
 * way to say a directory and all below.
 */
export function globMatcher(patterns: readonly string[]): (path: string) => boolean {
  const expressions = patterns.map(toExpression);
  return (path) => expressions.some((expression) => expression.test(path));
}

function toExpression(glob: string): RegExp {
  const plain = glob.replace(/^\.\//, '').replace(/(^|\/)\.\.\.$/, '$1**');
  const body = plain.replace(/\*\*\/|\*\*|\*|\?|[.+^${}()|[\]\\]/g, (part) => {
    if (part === '**/') return '(?:[^/]+/)*';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : `\\${part}`;
  });
  return new RegExp(`^${body}$`);
}
