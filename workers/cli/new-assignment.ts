import { type FileTree, tree } from '#services/classroom/trees.ts';

/** The files of an assignment made of a solution with its tests and of the starter's Go files. */
export function newAssignment(
  slug: string,
  solution: FileTree,
  starter: FileTree,
  allow: readonly string[] = [],
): FileTree {
  const files: [string, Uint8Array][] = [
    ['assignment.yaml', Buffer.from(description(slug, allow))],
    ['README.md', solution.get('README.md') ?? Buffer.from(task(slug))],
  ];
  for (const [path, content] of solution) {
    if (path === 'README.md' || isOfOneMachine(path)) continue;
    if (isTest(path)) files.push([`tests/${path}`, content]);
    else files.push([`reference/${path}`, content], [`starter/${path}`, starter.get(path) ?? content]);
  }
  return tree(files);
}

/** A workspace of Go's says where things lie on one machine; it would be wrong in every folder of the assignment. */
function isOfOneMachine(path: string): boolean {
  return /^go\.work(\.sum)?$/.test(path);
}

/** Tests and what they read. */
function isTest(path: string): boolean {
  return path.endsWith('_test.go') || /(^|\/)testdata\//.test(path);
}

function description(slug: string, allow: readonly string[]): string {
  return `# The description of one assignment; the folder beside it holds README.md (the task), starter/, reference/ and tests/.
title: ${JSON.stringify(slug)}
${allow.length > 0 ? allowed(allow) : ''}
# What counts. \`build\` (a gate), \`vet\` and \`format\` (5 points off each) come by themselves.
# Other checks: race, coverage, benchmarks; see course/README.md for all options and planted wrong solutions.
rubric:
  - check: tests
    points: 100
`;
}

function allowed(words: readonly string[]): string {
  return `
# What the solution uses beyond packages that only compute; students may use it, too. \`pushmark check\` says what it costs.
allow: [${words.join(', ')}]
`;
}

function task(slug: string): string {
  return `# ${slug}\n\nWrite here what is to be done. Students begin with the files of starter/ and are judged by the tests of tests/.\n`;
}
