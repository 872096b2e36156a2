import { type Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';

/** How the next term differs from the last. */
export interface NextTerm {
  readonly slug: string;
  /** Undefined: the same. */
  readonly title: string | undefined;
  /** When it is taught; undefined: not said, for it is not the last one. */
  readonly term: string | undefined;
  /** Days by which all dates move; undefined: they are taken out, to be set anew. */
  readonly shiftDays: number | undefined;
}

const DATES = ['opens', 'due', 'cutoff'] as const;
/** Of no effect, and so refused, without a due date. */
const WITH_DUE = ['grace', 'late'] as const;

/**
 * course.yaml of the next term, from the text of the last one's, which is valid. Comments stay. Mappings of repositories
 * go, for those were of the last term. What is taken out with the dates stands in a comment at the end.
 */
export function nextTerm(text: string, { slug, title, term, shiftDays }: NextTerm): string {
  const document = parseDocument(text);
  document.set('slug', slug);
  if (title !== undefined) document.set('title', title);
  if (term === undefined) document.delete('term');
  else document.set('term', term);
  document.delete('repositories');
  const removed = shiftDays === undefined ? takeOut(document) : [];
  if (shiftDays !== undefined) for (const entry of entries(document)) shift(entry, shiftDays);
  const written = document.toString({ lineWidth: 0 });
  if (removed.length === 0) return written;
  return `${written.trimEnd()}\n\n# Of the last term, to be set anew:\n${removed.map((line) => `#   ${line}\n`).join('')}`;
}

function entries(document: Document): YAMLMap[] {
  const list = document.get('assignments');
  return isSeq(list) ? list.items.filter((item) => isMap(item)) : [];
}

function takeOut(document: Document): string[] {
  const removed: string[] = [];
  const late = document.get('late');
  if (late !== undefined) removed.push(`late: ${JSON.stringify(plain(late))}`);
  document.delete('late');
  for (const entry of entries(document)) {
    const gone = [...DATES, ...WITH_DUE].flatMap((key) => {
      const value = entry.get(key);
      entry.delete(key);
      return value === undefined ? [] : [`${key}: ${typeof value === 'string' ? value : JSON.stringify(plain(value))}`];
    });
    if (gone.length > 0) removed.push(`${entry.get('folder')}: ${gone.join(', ')}`);
  }
  return removed;
}

function plain(value: unknown): unknown {
  return isMap(value) ? value.toJSON() : value;
}

function shift(entry: YAMLMap, days: number): void {
  for (const key of DATES) {
    const node = entry.get(key, true);
    if (isScalar(node)) node.value = shifted(String(node.value), days);
  }
}

/** The same time of the day, so many days later; an offset that is written stays as it is. */
function shifted(date: string, days: number): string {
  return date.replace(/^\d{4}-\d\d-\d\d/, (day) => {
    const at = new Date(`${day}T00:00:00Z`);
    at.setUTCDate(at.getUTCDate() + days);
    return at.toISOString().slice(0, 10);
  });
}
