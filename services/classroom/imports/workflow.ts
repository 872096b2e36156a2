/** What a workflow of GitHub Classroom says besides its tests: Pushmark uses no Actions. */
import { at, listAt, textAt } from '#services/classroom/intake/payload.ts';
import { unknownFields } from './fields.ts';
import type { Left } from './left.ts';

export function lostOfWorkflow(file: string, value: unknown, jobs: readonly (readonly [string, unknown])[]): Left[] {
  const steps = jobs.flatMap(([, body]) => listAt(body, 'steps'));
  const graders = steps.filter((step) => /\/autograding-(io|command|python)-grader@/.test(textAt(step, 'uses') ?? ''));
  return [
    {
      ...{ file, field: 'name, on, permissions, jobs.*.name, jobs.*.runs-on, jobs.*.if, steps.id, steps.env' },
      ...{
        why: 'Pushmark grades by itself, at every push, and runs no workflow',
        todo: 'Nothing',
      },
    },
    ...unknownFields('workflow', [value], file),
    ...unknownFields(
      'job',
      jobs.map(([, body]) => body),
      file,
      'jobs.*.',
    ),
    ...unknownFields('step', graders, file, 'steps.'),
    ...unknownFields(
      'grader',
      graders.map((step) => at(step, 'with')),
      file,
      'with.',
    ),
    ...toolchains(file, steps),
  ];
}

/** The version of Go is the server's. */
function toolchains(file: string, steps: readonly unknown[]): Left[] {
  const uses = steps.filter((step) => (textAt(step, 'uses') ?? '').startsWith('actions/setup-go@'));
  return uses.flatMap((step) =>
    Object.entries((at(step, 'with') ?? {}) as object).map(([name, value]) => ({
      ...{
        file,
        field: `with.${name.slice(0, 100)}`,
        why: `setup-go was given ${JSON.stringify(value)?.slice(0, 100)}`,
      },
      todo: 'The toolchain of this server is used; go.mod says the version of the language',
    })),
  );
}
