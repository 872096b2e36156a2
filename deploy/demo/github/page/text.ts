import type { CheckRun, Comment, PullRequest, Repository } from '../world.ts';
import { cells } from './markdown.ts';

/** Markdown for a terminal: tables in columns, marks and HTML gone, no control character of anybody's let through. */
export function markdownAsText(markdown: string): string {
  const plain = markdown
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/<\/?(details|summary|sub|sup|kbd|br|b|i)\s*\/?>/g, '');
  const lines = alignTables(plain.split('\n')).map((line) => line.replace(/^#{1,6} /, ''));
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replaceAll('**', '')
    .trim();
}

const isRow = (line: string) => /^\s*\|/.test(line);

function alignTables(lines: readonly string[]): readonly string[] {
  const out: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const length = lines.slice(at).findIndex((line) => !isRow(line));
    const end = length < 0 ? lines.length : at + length;
    if (end > at) out.push(...alignTable(lines.slice(at, end)));
    else out.push(lines[at] ?? '');
    at = Math.max(end, at + 1);
  }
  return out;
}

function alignTable(lines: readonly string[]): readonly string[] {
  const rows = lines.map(cells).filter((row) => !row.every((cell) => /^:?-+:?$/.test(cell)));
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  return rows.map((row) => `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd());
}

export function pullAsText(repository: Repository, pull: PullRequest, comments: readonly Comment[]): string {
  const head = `#${pull.number} ${pull.title}  (${pull.base} ← ${pull.head}, ${pull.headSha.slice(0, 7)})`;
  const runs = repository.checkRuns.filter((run) => run.headSha === pull.headSha).map(checkRunAsText);
  const said = comments.map((comment) => `${comment.author.login}:\n${markdownAsText(comment.body)}`);
  return [head, ...runs, ...said].join('\n\n');
}

export function checkRunAsText(run: CheckRun): string {
  const head = `[${run.conclusion ?? run.status}] ${run.name}: ${run.title ?? ''}`;
  const places = run.annotations.map(({ path, start_line: line, annotation_level: level, message }) => {
    return `  ${path}:${line} ${level}: ${message.split('\n')[0]}`;
  });
  return [head, ...(run.summary === null ? [] : [run.summary]), ...places].map(markdownAsText).join('\n');
}
