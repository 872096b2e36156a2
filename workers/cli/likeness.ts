import type { Command } from 'commander';
import { likeness } from '#services/classroom/exports/likeness/load.ts';
import { gradesOfCourse } from '#services/classroom/grades/course.ts';
import { writeTree, wrong } from './files.ts';
import { withCourse } from './with-course.ts';

export function likenessCommand(program: Command): void {
  program
    .command('likeness')
    .description('write the submissions of an assignment as JPlag and Dolos read them, without the starter')
    .argument('<course>', 'slug of the course')
    .argument('<assignment>', 'slug of the assignment')
    .argument('<out>', 'a new folder, or a file that ends in .zip')
    .action(give);
}

async function give(slug: string, assignment: string, out: string): Promise<void> {
  await withCourse(slug, async ({ database, store, id }) => {
    const grades = await gradesOfCourse(database, id);
    const found = grades.assignments.find((each) => each.slug === assignment);
    const known = grades.assignments.map((each) => each.slug).join(', ');
    if (!found) throw wrong(assignment, `is no assignment of ${slug}; there are ${known || 'none'}`);
    const { files, submissions, without } = await likeness(database, store, found.id, grades);
    await writeTree(out, files);
    process.stdout.write(`${out}: ${submissions} submissions; its README.txt says how to compare them\n`);
    if (without.length > 0) process.stderr.write(`Not in it, for their files are not here: ${without.join(', ')}\n`);
  });
}
