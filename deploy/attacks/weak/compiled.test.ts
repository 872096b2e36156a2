import { expect, it } from 'vitest';
import type { Command, Execution } from '#workers/sandbox/sandbox.ts';
import { compiledOnce } from './compiled.ts';

const command = { image: 'compile', profile: 'compile' } as Command;
const files = (text: string) => [{ path: 'job.json', content: Buffer.from(text) }];

function counting(fails = 0) {
  const asked: string[] = [];
  const compile = compiledOnce({
    execute: ({ input }) => {
      asked.push(String([...(input as ReturnType<typeof files>)][0]!.content));
      return asked.length > fails
        ? Promise.resolve({ exitCode: asked.length } as Execution)
        : Promise.reject(new Error());
    },
  });
  return { asked, compile };
}

it('compiles an equal job once, also while it is at it', async () => {
  const { asked, compile } = counting();
  await Promise.all([compile(command, files('a')), compile(command, files('a')), compile(command, files('b'))]);
  expect(await compile(command, files('a'))).toEqual({ exitCode: 1 });
  expect(asked).toEqual(['a', 'b']);
});

it('compiles again what it could not compile, and what it has not been asked for lately', async () => {
  const { asked, compile } = counting(1);
  await expect(compile(command, files('a'))).rejects.toThrow();
  for (const text of 'abcdefghia') await compile(command, files(text));
  expect(asked.filter((text) => text === 'a')).toHaveLength(3);
});
