import type { CheckRun, Comment, PullRequest, Repository, World } from '../world.ts';
import { fullName } from '../world.ts';
import { escapeHtml, renderMarkdown } from './markdown.ts';

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
.note { opacity: .7; }`;

/** A page without scripts: whatever slipped through the escaping would still be inert. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
} as const;

function document(title: string, body: string): string {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>`;
  return `<!doctype html><html lang="en"><head>${head}<style>${style}</style></head><body>${body}</body></html>`;
}

/** The pull request as its student sees it: checks of its newest commit, then the conversation. */
export function pullPageHtml(repository: Repository, pull: PullRequest): string {
  const runs = repository.checkRuns.filter((run) => run.headSha === pull.headSha).map(checkRunHtml);
  const comments = repository.comments.filter((comment) => comment.pull === pull.number).map(commentHtml);
  const title = `${pull.title} #${pull.number}`;
  const from = `${pull.state} · ${pull.base} ← ${pull.head} at ${pull.headSha.slice(0, 7)}`;
  const heading = `<h1>${escapeHtml(title)}</h1><p class="note">${escapeHtml(`${fullName(repository)} · ${from}`)}</p>`;
  return document(title, [heading, ...runs, ...comments].join('\n'));
}

function checkRunHtml(run: CheckRun): string {
  const head = `<strong>${escapeHtml(run.name)}</strong> · ${escapeHtml(run.conclusion ?? run.status)} · ${escapeHtml(run.title ?? '')}`;
  const places = run.annotations.map(({ path, start_line: line, annotation_level: level, title = '', message }) => {
    const where = `${path}:${line}`;
    return `<li><code>${escapeHtml(where)}</code> ${escapeHtml(level)} <strong>${escapeHtml(title)}</strong><pre>${escapeHtml(message)}</pre></li>`;
  });
  const body = `${renderMarkdown(run.summary ?? '')}${renderMarkdown(run.text ?? '')}<ul>${places.join('')}</ul>`;
  return `<article><header>${head}</header><div>${body}</div></article>`;
}

function commentHtml(comment: Comment): string {
  const edited = comment.updatedAt > comment.createdAt ? ' · edited' : '';
  const head = `<strong>${escapeHtml(comment.author.login)}</strong><span class="note">${edited}</span>`;
  return `<article><header>${head}</header><div>${renderMarkdown(comment.body)}</div></article>`;
}

/** Every repository with its pull requests. */
export function indexHtml(world: World): string {
  const items = [...world.repositories.values()].map((repository) => {
    const name = fullName(repository);
    const pulls = repository.pulls.map(({ number, title }) => {
      return `<a href="${encodeURI(`/${name}/pull/${number}`)}">${escapeHtml(`${title} #${number}`)}</a>`;
    });
    return `<li>${escapeHtml(name)} ${pulls.join(' · ')}</li>`;
  });
  return document('Repositories', `<h1>${escapeHtml(world.organization.login)}</h1><ul>${items.join('')}</ul>`);
}
