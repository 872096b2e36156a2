/** Whether anything that is shown came to life: people mentioned, issues closed, markup that is not ours. */
import { liveMarkup } from '#deploy/demo/github/page/live-markup.ts';
import type { Seen } from './visible.ts';

/** What is live, in words; empty when nothing is. */
export function lively({
  terminal = '',
  comment,
  checkRun,
  html,
}: Omit<Seen, 'json' | 'terminal'> & Partial<Seen>): string[] {
  const texts = { comment, 'check run': checkRun.summary, 'check run title': checkRun.title };
  return [
    ...Object.entries(texts).flatMap(([where, text]) => markdownTrouble(text).map((words) => `${where}: ${words}`)),
    ...htmlTrouble(html).map((words) => `page: ${words}`),
    ...controls(terminal).map((words) => `terminal: ${words}`),
    ...Object.entries({ ...texts, annotations: checkRun.annotations, page: html }).flatMap(([where, text]) =>
      controls(text).map((words) => `${where}: ${words}`),
    ),
  ];
}

const MOST = 65_535;
const OWN_LINK = /\[[^\]\n]*\]\(https:\/\/pushmark\.example\/[^)\s]*\)/g;

function markdownTrouble(markdown: string): string[] {
  const { mentions, references } = liveMarkup(markdown);
  const prose = withoutCode(markdown)
    .replace(OWN_LINK, '')
    .replace(/<!-- pushmark -->/g, '')
    .replace(/\\[<>&[\]()!]/g, '');
  return [
    ...mentions.map((login) => `mentions @${login}`),
    ...references.map((reference) => `refers to ${reference}`),
    ...(/<[a-z!/]/i.test(prose) ? ['holds HTML'] : []),
    ...(/(?<!\\)\]\(|(?<!\\)!\[/.test(prose) ? ['holds a link or an image'] : []),
    ...(/\bhttps?:\/\//i.test(prose) ? ['holds an address that is linked'] : []),
    ...tableTrouble(markdown),
    ...(markdown.length > MOST ? [`is ${markdown.length} characters long`] : []),
  ];
}

/** Every row of our table has four cells; a fifth was made by somebody else. */
function tableTrouble(markdown: string): string[] {
  const rows = withoutFences(markdown).filter((line) => line.startsWith('| '));
  const cells = rows.map((row) => row.replace(/\\./g, '').split('|').length - 2);
  return cells.some((count) => count !== 4) ? ['a row of the table has more cells than it should'] : [];
}

function withoutCode(markdown: string): string {
  const prose = withoutFences(markdown).join('\n');
  return prose.replace(/(?<![\\`])(`+)(?!`)([\s\S]*?[^`])\1(?!`)/g, '');
}

/** The lines that stand outside of fenced blocks. */
function withoutFences(markdown: string): string[] {
  const lines: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split('\n')) {
    const mark = /^ {0,3}(`{3,})/.exec(line)?.[1];
    if (fence === undefined && mark) fence = mark;
    else if (fence === undefined) lines.push(line);
    else if (mark && mark.length >= fence.length && line.trim() === mark) fence = undefined;
  }
  return lines;
}

/** Tags and attributes that no page of ours has; the one form there is asks for another look at the submission. */
const FOREIGN =
  /<(?:script(?! src="\/assets\/)|iframe|img(?! src="\/)|svg|object|embed|form(?! class="fields" method="post" action="\/submissions\/\d+\/requests">)|base|style)\b|\son[a-z]+=|javascript:/i;

function htmlTrouble(html: string): string[] {
  const tags = html.match(/<[a-z][^>]*>/gi) ?? [];
  const foreign = tags.find((tag) => FOREIGN.test(tag));
  return foreign ? [`holds ${foreign.slice(0, 80)}`] : [];
}

/** Line feeds and tabs aside; marks that reorder text are as bad. */
function controls(text: string): string[] {
  const found = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/.exec(text)?.[0];
  return found ? [`holds U+${found.codePointAt(0)!.toString(16).padStart(4, '0')}`] : [];
}
