/** A naming pattern: literal text and placeholders, in order. */
export type Part = { readonly text: string } | { readonly placeholder: Placeholder };

const placeholders = ['slug', 'login', 'team', 'classroom'] as const;
export type Placeholder = (typeof placeholders)[number];

/**
 * What <login> and <team> stand for. Logins are letters, digits and hyphens (managed accounts also have an underscore),
 * 39 at most, never a dot: so in `<slug>.<login>` the last dot always ends the slug.
 */
const open = {
  login: '[a-z0-9][a-z0-9_-]{0,38}',
  team: '[a-z0-9_][a-z0-9._-]{0,99}',
} as const;

/** Reads a pattern such as `<classroom>-<slug>-<login>`; a string says what is wrong with it. */
export function parsePattern(pattern: string): readonly Part[] | string {
  const parts: Part[] = [];
  for (const piece of pattern.split(/(<[^<>]*>)/).filter(Boolean)) {
    const name = /^<(.*)>$/.exec(piece)?.[1];
    if (name === undefined && !/^[A-Za-z0-9._-]+$/.test(piece)) {
      return `may hold letters, digits, ".", "_", "-" and <${placeholders.join('>, <')}>, not "${piece}"`;
    }
    if (name !== undefined && !isPlaceholder(name)) return `<${name}> is not known; use <${placeholders.join('>, <')}>`;
    parts.push(name === undefined ? { text: piece.toLowerCase() } : { placeholder: name as Placeholder });
  }
  return misuse(parts) ?? parts;
}

/** Matches names of this pattern for one slug and classroom; group `owner` is the login or the team's name. */
export function nameRegExp(parts: readonly Part[], slug: string, classroom: string): RegExp {
  const source = parts.map((part) => {
    if ('text' in part) return escaped(part.text);
    if (part.placeholder === 'slug') return escaped(slug);
    if (part.placeholder === 'classroom') return escaped(classroom);
    return `(?<owner>${open[part.placeholder]})`;
  });
  return new RegExp(`^${source.join('')}$`, 'i');
}

/** GitHub takes no longer names. */
const longestName = 100;

/** What a new repository is called: by the first pattern for such owners, else by the usual one. Lower case. */
export function newName(
  patterns: readonly string[],
  { slug, classroom, owner, kind }: { slug: string; classroom: string; owner: string; kind: 'student' | 'group' },
): string {
  const placeholder = kind === 'student' ? 'login' : 'team';
  const fitting = patterns.map(parsePattern).find((parts) => typeof parts !== 'string' && has(parts, placeholder));
  const parts = (fitting ?? parsePattern(`<slug>-<${placeholder}>`)) as readonly Part[];
  const words = { slug, classroom, login: owner, team: owner };
  const name = parts.map((part) => ('text' in part ? part.text : words[part.placeholder])).join('');
  return name.toLowerCase().slice(0, longestName);
}

export function has(parts: readonly Part[], placeholder: Placeholder): boolean {
  return parts.some((part) => 'placeholder' in part && part.placeholder === placeholder);
}

function misuse(parts: readonly Part[]): string | undefined {
  const count = (name: Placeholder) => parts.filter((p) => 'placeholder' in p && p.placeholder === name).length;
  if (count('slug') !== 1) return 'needs <slug> once: the assignment is read from it';
  if (count('login') + count('team') !== 1) return 'needs <login> or <team>, one of them, once';
  if (count('classroom') > 1) return 'may have <classroom> once';
  const touching = parts.some((part, i) => 'placeholder' in part && 'placeholder' in (parts[i + 1] ?? {}));
  return touching ? 'needs a character between two placeholders, e.g. <slug>-<login>' : undefined;
}

function escaped(text: string): string {
  return text.replace(/[^a-z0-9]/gi, '\\$&');
}

function isPlaceholder(name: string): name is Placeholder {
  return (placeholders as readonly string[]).includes(name);
}
