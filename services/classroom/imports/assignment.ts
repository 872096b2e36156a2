/** An assignment folder made of a Classroom assignment and the repository that students began with. */
import { stringify } from 'yaml';
import { TEMPLATE } from '#services/classroom/assignment/schema.ts';
import { type FileTree, tree } from '#services/classroom/trees.ts';
import type { ExportedAssignment } from './export.ts';
import type { Left } from './left.ts';
import { importRubric, type RubricRow } from './rubric.ts';
import { readTests } from './tests.ts';

/** Wall time of one test where no limit is set. */
const USUAL_SECONDS = 10;

export interface ImportedAssignment {
  readonly files: FileTree;
  readonly left: readonly Left[];
}

/** `starter`: the files of the starter repository; undefined where it is not here. */
export function importAssignment(
  { slug, title, starter: repository, folder }: ExportedAssignment,
  starter: FileTree | undefined,
): ImportedAssignment {
  const left: Left[] = [];
  const tell = (file: string, why: string, todo: string) =>
    left.push({ file: `${slug}/${file}`, field: '', why, todo });
  const template = repository && new RegExp(TEMPLATE).test(repository) ? repository : undefined;
  if (template)
    tell(
      'assignment.yaml',
      `whoever accepts from now on gets a copy of ${template}`,
      'Mark it as a template in its settings at GitHub; as long as it is none, or has workflows, which the App may not copy, they get starter/ instead',
    );
  if (!starter) {
    const where = repository ? `the code of ${repository} is not in the export` : `${folder} names no starter code`;
    tell(
      'starter',
      where,
      repository
        ? `Clone it, and import again with --starters: git clone https://github.com/${repository}`
        : 'Put there what students begin with',
    );
  }
  const { tests, left: unread } = readTests(starter ?? tree([]));
  const rubric = importRubric(tests, starter);
  const minutes = Math.max(0, ...tests.map((test) => test.minutes ?? 0));
  if (minutes * 60 > USUAL_SECONDS)
    left.push({
      ...{ file: `${slug}/assignment.yaml`, field: 'timeout' },
      why: `tests had up to ${minutes} minutes; here each has ${USUAL_SECONDS} seconds, and all of a criterion a minute`,
      todo: 'Set limits.test and limits.run where tests need longer',
    });
  if (rubric.rows.length === 0)
    tell(
      'assignment.yaml',
      'no test could be carried over',
      'Write hidden tests into tests/; they are worth 100 points until you say otherwise',
    );
  tell(
    'reference',
    'Classroom knows no solution',
    'Pushes are graded all the same. Put a right solution there, with go.mod, and take unsolved out of assignment.yaml; then run: pushmark check, which also says what to write under allow',
  );
  tell(
    'assignment.yaml',
    'Classroom did not look at go vet and gofmt; here each takes off 5 % at most',
    'Say so to students, or set their penalty to something else',
  );
  const code = new Map([...(starter ?? [])].filter(([path]) => !path.startsWith('.github/')));
  if (!code.has('go.mod')) code.set('go.mod', Buffer.from(`module ${slug}\n\ngo 1.26\n`));
  if (starter && !starter.has('go.mod'))
    tell('starter/go.mod', 'the starter has none', 'See whether the module is called right');
  const files: [string, Uint8Array][] = [['assignment.yaml', Buffer.from(yamlOf({ title, template }, rubric))]];
  for (const [path, content] of code) {
    files.push([`starter/${path}`, content]);
    if (isGo(path)) files.push([isTest(path) ? `tests/${path}` : `reference/${path}`, content]);
  }
  for (const [path, text] of rubric.tests) files.push([`tests/${path}`, Buffer.from(text)]);
  if (!code.has('README.md')) files.push(['README.md', Buffer.from(`# ${title.replace(/\s+/g, ' ')}\n`)]);
  else files.push(['README.md', code.get('README.md')!]);
  return {
    files: tree(files),
    left: [...left, ...[...unread, ...rubric.left].map((one) => ({ ...one, file: `${slug}/starter/${one.file}` }))],
  };
}

function yamlOf(
  { title, template }: { readonly title: string; readonly template: string | undefined },
  { rows }: ReturnType<typeof importRubric>,
): string {
  const own = rows.length > 0 ? rows : [{ check: 'tests', points: 100 }];
  const document = {
    title: title.slice(0, 120),
    ...(template && { template }),
    unsolved: true,
    rubric: [...own, ...tidiness(own)],
  };
  return `# Made by pushmark import. course/README.md of Pushmark explains every word.\n${stringify(document, { lineWidth: 120 })}`;
}

/** What every rubric of ours takes off for go vet and gofmt, on the scale of this one. */
function tidiness(rows: readonly RubricRow[]): RubricRow[] {
  const max = rows.reduce((sum, { points }) => sum + Number(points ?? 0), 0);
  const penalty = Math.max(0.01, Math.round(max * 5) / 100);
  return ['vet', 'format'].flatMap((check) => (rows.some((row) => row.check === check) ? [] : [{ check, penalty }]));
}

function isGo(path: string): boolean {
  return path.endsWith('.go') || path === 'go.mod' || path === 'go.sum' || /(^|\/)testdata\//.test(path);
}

function isTest(path: string): boolean {
  return path.endsWith('_test.go') || /(^|\/)testdata\//.test(path);
}
