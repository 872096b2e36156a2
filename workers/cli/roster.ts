import type { Command } from 'commander';
import { writeCsv } from '#services/classroom/csv/write.ts';
import { importRoster } from '#services/classroom/roster/import.ts';
import { importGroups, readGroups } from '#services/classroom/roster/import-groups.ts';
import { createInvite, invitePath } from '#services/classroom/roster/invite.ts';
import { loadRoster } from '#services/classroom/roster/load.ts';
import type { RosterEntry } from '#services/classroom/roster/person.ts';
import { readRoster } from '#services/classroom/roster/read.ts';
import { writeRoster } from '#services/classroom/roster/write.ts';
import { transaction } from '#services/platform/database.ts';
import { readNamed, writeNamed, wrong } from './files.ts';
import { planText } from './roster-text.ts';
import { commandLine, withCourse } from './with-course.ts';

const FORMATS = `
FILE is CSV in UTF-8. Recognised by their columns are exports of Pushmark, Canvas (gradebook), Moodle (participants or
gradebook), GitHub Classroom and Classroom 50 (roster); any other needs the column name, and may have email,
institution_id, login, section and group. People are known again by institution id, else e-mail, else login, else name.`;

export function rosterCommand(program: Command): void {
  const roster = program.command('roster').description('the people of a course: import, export, invite');
  roster
    .command('import')
    .description('take over people from a CSV file; all or nothing, and nothing the second time')
    .argument('<course>', 'slug of the course')
    .argument('<file>', 'the CSV file')
    .option('--dry-run', 'only say what would be done')
    .option('--replace', 'the file is the whole roster: mark who is missing as left; their grades stay')
    .addHelpText('after', FORMATS)
    .action(takeRoster);
  roster
    .command('export')
    .description('write the roster as CSV, as the import takes it')
    .argument('<course>', 'slug of the course')
    .option('--out <file>', 'write to this file instead of standard output')
    .option('--excel', 'begin with the mark that Excel needs to read UTF-8')
    .action(giveRoster);
  roster
    .command('groups')
    .description('put students in groups as a CSV file with the columns group and login says')
    .argument('<course>', 'slug of the course')
    .argument('<file>', 'the CSV file')
    .action(takeGroups);
  roster
    .command('invite')
    .description('make invite links for people who have no GitHub account here yet; each is shown once')
    .argument('<course>', 'slug of the course')
    .argument('[who...]', 'names or e-mail addresses; everybody who is not linked unless given')
    .option('--out <file>', 'write to this file instead of standard output')
    .action(invite);
}

async function takeRoster(slug: string, path: string, options: { dryRun?: boolean; replace?: boolean }): Promise<void> {
  const { bytes, file } = await readNamed(path);
  const read = readRoster(bytes, file);
  await withCourse(slug, async ({ database, id }) => {
    const plan = await transaction(database, (tx) => importRoster(tx, id, read, { ...options, actor: commandLine }));
    process.stdout.write(planText(plan, read, options));
  });
}

async function takeGroups(slug: string, path: string): Promise<void> {
  const { bytes, file } = await readNamed(path);
  const lines = readGroups(bytes, file);
  await withCourse(slug, async ({ database, id }) => {
    const put = await transaction(database, (tx) => importGroups(tx, id, file, lines, commandLine));
    process.stdout.write(`${put} of ${lines.length} were put in their groups; the others were there\n`);
  });
}

async function giveRoster(slug: string, { out, excel = false }: { out?: string; excel?: boolean }): Promise<void> {
  await withCourse(slug, async ({ database, id }) => {
    const people = (await loadRoster(database, id)).filter(({ left }) => !left);
    await writeNamed(out, writeRoster(people, { bom: excel }));
  });
}

async function invite(slug: string, who: string[], { out }: { out?: string }): Promise<void> {
  await withCourse(slug, async ({ database, id, config }) => {
    const people = chosen(await loadRoster(database, id), who);
    const url = config.publicUrl?.replace(/\/$/, '') ?? `http://${config.host}:${config.port}`;
    const rows = await transaction(database, async (tx) => {
      const made: string[][] = [];
      for (const { id: entryId, name, email } of people) {
        const token = await createInvite(tx, id, entryId, commandLine);
        if (token) made.push([name, email ?? '', url + invitePath(token)]);
      }
      return made;
    });
    await writeNamed(out, writeCsv([['name', 'email', 'link'], ...rows]));
    const links = rows.length === 1 ? 'link' : 'links';
    process.stderr.write(
      `${rows.length} ${links}. Whoever opens one and signs in is that person; earlier ones of theirs are void.\n`,
    );
  });
}

function chosen(roster: readonly RosterEntry[], who: readonly string[]): RosterEntry[] {
  const open = roster.filter(({ left, participantId }) => !left && participantId === undefined);
  if (who.length === 0) return open;
  return who.map((word) => {
    const named = ({ name, email }: RosterEntry) =>
      [name, email].some((said) => said?.toLowerCase() === word.toLowerCase());
    const found = roster.filter(named);
    if (found.length > 1) throw wrong(word, `is ${found.length} people of the roster; name an e-mail address`);
    if (found[0] && !open.includes(found[0])) throw wrong(word, 'needs no invite: linked to an account, or left');
    return found[0] ?? nobody(word);
  });
}

function nobody(word: string): never {
  throw wrong(word, 'is nobody of the roster');
}
