import type { CheckRun, Comment, PullRequest, Repository, World } from '../world.ts';
import { fullName } from '../world.ts';
import { document } from './document.ts';
import { escapeHtml, renderMarkdown } from './markdown.ts';

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
    return `<li><a href="${encodeURI(`/${name}`)}">${escapeHtml(name)}</a> ${pulls.join(' · ')}</li>`;
  });
  return document('Repositories', `<h1>${escapeHtml(world.organization.login)}</h1><ul>${items.join('')}</ul>`);
}
