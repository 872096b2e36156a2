import { access, mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { safeName } from '#services/classroom/exports/safe-name.ts';
import { importClassroom } from '#services/classroom/imports/classroom.ts';
import { type ClassroomExport, readExport } from '#services/classroom/imports/export.ts';
import { isToDo } from '#services/classroom/imports/left.ts';
import type { FileTree } from '#services/classroom/trees.ts';
import { InvalidInput, type Problem } from '#services/platform/errors.ts';
import { visible } from '#services/platform/text.ts';
import { importGradesCommand } from './import-grades.ts';
import { readSubmission } from './submission.ts';

const HELP = `
EXPORT_DIR is what GitHub's classroom-export-utility wrote (classrooms.json, classroom-ID/…). It holds no code: clone the
starter repositories into one folder and name it with --starters, and their autograding tests become tests of Pushmark.
COURSE_DIR gets course.yaml, roster.csv, a folder for each assignment, the points of Classroom as a file to keep, and
IMPORT.md: what could not be carried over and what is left to do. Afterwards:
  pushmark sync COURSE_DIR
  pushmark roster import COURSE COURSE_DIR/roster.csv`;

interface Wish {
  readonly into: string;
  readonly classroom?: number;
  readonly starters?: string;
  readonly force?: boolean;
}

export function importCommand(program: Command): void {
  const command = program.command('import').description('take over a course from elsewhere, or grades set by hand');
  importGradesCommand(command);
  command
    .command('classroom')
    .description('make a course of an export of GitHub Classroom')
    .argument('<export-dir>', 'the folder of the export')
    .requiredOption('--into <course-dir>', 'the folder that becomes the course')
    .option('--classroom <id>', 'which classroom, where the export has several', readId)
    .option('--starters <dir>', 'folder with clones of the starter repositories, NAME or OWNER/NAME')
    .option('--force', 'overwrite files that are there')
    .addHelpText('after', HELP)
    .action(run);
}

function readId(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('must be the number of a classroom.');
  return Number(text);
}

async function run(dir: string, { into, classroom, starters, force = false }: Wish): Promise<void> {
  const room = await readExport(dir, classroom);
  const found = await readStarters(room, starters);
  const slug = safeName(basename(resolve(into)).toLowerCase()).replace(/^[^a-z0-9]+/, '') || 'course';
  const { files, left, counts } = importClassroom(room, slug, (repository) => found.get(repository));
  if (!force) await refuseExisting(into, files);
  for (const [path, content] of files) {
    await mkdir(dirname(join(into, path)), { recursive: true });
    await writeFile(join(into, path), content);
  }
  const { assignments, people, repositories, mapped } = counts;
  process.stdout.write(
    `${into}: ${visible(room.name, 100)}, ${assignments} assignments, ${people} people, ${repositories} repositories (${mapped} mapped by hand, for their names do not say whose they are)
${left.filter(isToDo).length} things are left to do: ${join(into, 'IMPORT.md')}
Then: pushmark sync ${into}
      pushmark roster import ${slug} ${join(into, 'roster.csv')}
`,
  );
}

async function readStarters(room: ClassroomExport, dir: string | undefined): Promise<Map<string, FileTree>> {
  const found = new Map<string, FileTree>();
  if (dir === undefined) return found;
  for (const repository of new Set(room.assignments.flatMap(({ starter }) => starter ?? []))) {
    const [owner = '', name = ''] = repository.split('/').map(safeName);
    for (const folder of [join(dir, owner, name), join(dir, name)]) {
      if (found.has(repository) || !(await exists(folder))) continue;
      found.set(repository, await readSubmission(folder));
    }
  }
  return found;
}

async function refuseExisting(into: string, files: FileTree): Promise<void> {
  const problems: Problem[] = [];
  for (const path of files.keys()) {
    const file = join(into, path);
    const message = 'is there already; --force overwrites it';
    if (await exists(file)) problems.push({ file, line: 0, column: 0, field: '', message });
  }
  if (problems.length > 0) throw new InvalidInput(problems.slice(0, 20));
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
