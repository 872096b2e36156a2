/** Something of an import that could not be carried over, or only in part. */
export interface Left {
  /** As the person knows it: a file of the export or of the starter. */
  readonly file: string;
  /** Path of the field, e.g. `tests[2].setup`; empty for the whole file. */
  readonly field: string;
  readonly why: string;
  /** What to do about it; `Nothing` by itself: it is only said. */
  readonly todo: string;
}

/** What was left, as a page to work through. */
export function leftText(title: string, left: readonly Left[]): string {
  const said = left.filter((one) => !isToDo(one));
  const files = [...Map.groupBy(left.filter(isToDo), ({ file }) => file)];
  const parts = files.map(([file, items]) => [`## ${file}`, '', ...items.map(itemText), ''].join('\n'));
  const rest = said.map(({ file, field, why }) => `- ${file}, \`${field.replaceAll('`', "'")}\`: ${why}.`);
  if (said.length > 0) parts.push(['## Left behind, and nothing to do about it', '', ...rest, ''].join('\n'));
  const intro =
    left.length === 0
      ? 'Everything was carried over.'
      : 'What could not be carried over, or only in part, and what to do about it.';
  return [`# ${title}`, '', intro, '', ...parts].join('\n');
}

/** Whether somebody has to do something about it. */
export function isToDo({ todo }: Left): boolean {
  return todo !== 'Nothing';
}

function itemText({ field, why, todo }: Left): string {
  return `- [ ] ${field ? `\`${field.replaceAll('`', "'")}\`: ` : ''}${why}. ${todo}.`;
}
