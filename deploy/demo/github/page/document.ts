import { escapeHtml } from './markdown.ts';

const style = `
:root { color-scheme: light dark; --line: light-dark(#d1d9e0, #3d444d); --soft: light-dark(#f6f8fa, #151b23); }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
article { border: 1px solid var(--line); border-radius: 8px; margin: 1rem 0; }
article > header { background: var(--soft); border-bottom: 1px solid var(--line); border-radius: 8px 8px 0 0; padding: .5rem 1rem; }
article > div { padding: .25rem 1rem; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border: 1px solid var(--line); padding: .25rem .75rem; text-align: left; }
pre { background: var(--soft); padding: .75rem; overflow-x: auto; border-radius: 6px; }
code { background: var(--soft); padding: .1em .3em; border-radius: 4px; }
.note { opacity: .7; }
.choices { list-style: none; padding: 0; display: grid; gap: .5rem; max-width: 24rem; }
.choices a, button { display: block; width: 100%; max-width: 24rem; box-sizing: border-box; padding: .6rem 1rem; border: 1px solid var(--line); border-radius: 8px; background: var(--soft); color: inherit; font: inherit; text-align: left; text-decoration: none; cursor: pointer; }
.choices a:hover, button:hover { border-color: currentColor; }`;

const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'";

/** A page without scripts: whatever slipped through the escaping would still be inert. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `${policy}; form-action 'none'`,
  'x-content-type-options': 'nosniff',
} as const;

/** A page with a form, whose answer sends the browser to another server: `form-action` would be asked about that too. */
export const formPageHeaders = { ...pageHeaders, 'content-security-policy': policy } as const;

/** A whole page. The body must be escaped already; the title is escaped here. */
export function document(title: string, body: string): string {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>`;
  return `<!doctype html><html lang="en"><head>${head}<style>${style}</style></head><body>${body}</body></html>`;
}
