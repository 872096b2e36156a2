import type { Said } from '../../pages/roster/roster.ts';

/** What a form did, by the word that it leaves in the address. */
const words: Readonly<Record<string, string>> = {
  imported: 'The roster is imported.',
  added: 'Added.',
  corrected: 'Saved.',
  remove: 'No longer on the roster. Grades stay.',
  back: 'On the roster again.',
  linked: 'Linked: grades stand beside the name now.',
  unlinked: 'Unlinked. What was handed in is kept.',
  uninvited: 'The invite is taken back: its link leads nowhere now.',
};

export function wordFor(done: string | undefined): Said | undefined {
  const text = done === undefined || !Object.hasOwn(words, done) ? undefined : words[done];
  return text === undefined ? undefined : { text };
}
