import type { FastifyInstance, InjectOptions } from 'fastify';
import { databaseStore } from '#services/classroom/store.ts';
import { putTree, tree } from '#services/classroom/trees.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { cookieOf, signIn, testGradebook } from '../app.ts';
import { addressesOf } from './addresses.ts';
import { addClassroom } from './classroom.ts';
import { formsWith } from './forms.ts';
import { calledGitHub } from './github.ts';
import { TEACHER } from './people.ts';
import { fileOf } from './results.ts';

export interface Answer {
  readonly status: number;
  /** Its content type, without parameters; empty: nothing was sent. */
  readonly type: string;
  readonly body: string;
}

export interface Walk {
  readonly database: TestDatabase;
  /** Every address that answers GET, as its route says; files of the pages, streams and ways to GitHub aside. */
  readonly routes: readonly string[];
  /** What every route and some forms answer in a classroom in which everything is called by a text; by address. */
  through(text: string): Promise<ReadonlyMap<string, Answer>>;
  close(): Promise<void>;
}

/** All of the gradebook, to be walked through by an administrator who also teaches and has work of its own. */
export async function openWalk(): Promise<Walk> {
  const database = await testDatabase();
  const routes: string[] = [];
  let word = '';
  const accepting = { able: async () => true, work: () => undefined, look: () => undefined };
  const app = await testGradebook(database.web, {
    ...{ signIn, accepting, github: calledGitHub(() => word) },
    onRoute({ method, url }) {
      if (method === 'GET' && !/^\/(assets|sign-in)|\/events$/.test(url)) routes.push(url);
    },
  });
  const through = async (text: string) => {
    word = text;
    return walk(app, database, { routes, text });
  };
  const close = async () => {
    await app.close();
    await database.close();
  };
  return { database, routes, through, close };
}

async function walk(
  app: FastifyInstance,
  database: TestDatabase,
  { routes, text }: { readonly routes: readonly string[]; readonly text: string },
) {
  await database.clear();
  const line = text.replace(/[\r\n]/g, ' ');
  const files = [fileOf(text), 'a.go'].map((path) => [path, Buffer.from('package a')] as const);
  const room = await addClassroom(database.owner, text, await putTree(databaseStore(database.owner), tree(files)));
  const cookie = await cookieOf(database.owner, { githubId: TEACHER, login: 'there already' });
  const gets = routes.flatMap((route) =>
    addressesOf(route, line, room).map((url, i) => ({ name: `${route} ${i}`, url })),
  );
  const found = new Map<string, Answer>();
  const ask = async (name: string, options: InjectOptions) =>
    found.set(name, answerOf(await app.inject({ ...options, headers: { cookie } })));
  // In any order: to look changes nothing.
  await Promise.all(gets.map(({ name, url }) => ask(name, { url })));
  for (const form of formsWith(line.slice(0, 60), room)) await ask(form.name, form);
  return found;
}

function answerOf({ statusCode, headers, body }: Awaited<ReturnType<FastifyInstance['inject']>>): Answer {
  const [type = ''] = String(headers['content-type'] ?? '').split(';');
  return { status: statusCode, type, body };
}
