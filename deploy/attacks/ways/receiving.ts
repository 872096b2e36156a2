/** Deliveries to the real receiver over a real database: what it answers, and how many runs follow. */
import { createHmac, randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { syncCourse } from '#services/classroom/course/sync.ts';
import { courseFolder } from '#services/classroom/intake/testing/course-folder.ts';
import { push } from '#services/classroom/intake/testing/payloads.ts';
import { databaseStore } from '#services/classroom/store.ts';
import { one } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { webhook } from '#services/webhook/webhook.ts';
import type { Case } from '../corpus/read.ts';
import type { DeliveryHead } from '../corpus/schema.ts';
import { since } from './grading.ts';
import { NOTHING, type Outcome } from './outcome.ts';

const SECRET = 'a-secret-of-the-attacks';

export interface Receiver {
  receive(attack: Case): Promise<Outcome>;
  close(): Promise<void>;
}

/** A receiver with one course of one assignment, `lab`; GitHub's organisation is `School`. */
export async function openReceiver(): Promise<Receiver> {
  const db = await testDatabase();
  const folder = await courseFolder();
  await folder.assignment('lab');
  await folder.course('assignments: [lab]\n');
  const app = Fastify({ logger: false });
  await app.register(webhook, { database: db.web, secrets: [SECRET], ring: () => undefined });
  let turn: Promise<unknown> = Promise.resolve();
  const receive = async (attack: Case) => {
    await db.clear();
    await syncCourse(db.web, databaseStore(db.web), folder.dir);
    return outcomeOf(app, db, attack);
  };
  return {
    // One database: one case at a time.
    receive: (attack) => {
      const mine = turn.then(() => receive(attack));
      turn = mine.catch(() => undefined);
      return mine;
    },
    async close() {
      await turn;
      await app.close();
      await folder.remove();
      await db.close();
    },
  };
}

async function outcomeOf(app: FastifyInstance, db: TestDatabase, attack: Case): Promise<Outcome> {
  const begin = performance.now();
  const head = attack.head.delivery!;
  const guid = randomUUID();
  const posts = Array.from(
    { length: head.times ?? 1 },
    () => () => post(app, head, head.guid === 'new' ? randomUUID() : guid),
  );
  const answers: Answer[] = [];
  if (head.together) answers.push(...(await Promise.all(posts.map((send) => send()))));
  else for (const send of posts) answers.push(await send());
  const { runs } = await one<{ runs: number }>(db.owner, 'select count(*)::int as runs from run');
  return {
    ...NOTHING,
    statuses: answers.map(({ statusCode }) => statusCode),
    outcomes: answers.map(({ body }) => body),
    runs,
    seconds: since(begin),
    ...(answers.some(({ statusCode }) => statusCode >= 500) ? { trouble: `answers ${answers[0]?.body}` } : {}),
  };
}

interface Answer {
  readonly statusCode: number;
  readonly body: string;
}

async function post(app: FastifyInstance, head: DeliveryHead, guid: string): Promise<Answer> {
  const body = bodyOf(head);
  const { statusCode, body: answer } = await app.inject({
    method: 'POST',
    url: '/webhooks/github',
    payload: body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': head.event ?? 'push',
      'x-github-delivery': guid,
      ...signature(head, body),
      ...head.headers,
    },
  });
  return { statusCode, body: answer };
}

function bodyOf({ raw, bytes, set = {}, drop = [] }: DeliveryHead): Buffer {
  if (bytes !== undefined) return Buffer.alloc(bytes, ' ');
  if (raw !== undefined) return Buffer.from(raw);
  const payload = structuredClone(push('attack')) as Record<string, unknown>;
  for (const [path, value] of Object.entries(set)) put(payload, path.split('.'), value);
  for (const path of drop) put(payload, path.split('.'), undefined);
  return Buffer.from(JSON.stringify(payload));
}

function put(target: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  target[name] ??= {};
  put(target[name] as Record<string, unknown>, rest, value);
}

function signature({ sign = 'right' }: DeliveryHead, body: Buffer): Record<string, string> {
  const hmac = (algorithm: string, secret: string) => createHmac(algorithm, secret).update(body).digest('hex');
  const right = hmac('sha256', SECRET);
  const headers: Record<typeof sign, Record<string, string>> = {
    right: { 'x-hub-signature-256': `sha256=${right}` },
    none: {},
    wrong: { 'x-hub-signature-256': `sha256=${right.replace(/./g, (digit) => (digit === '0' ? '1' : '0'))}` },
    sha1: { 'x-hub-signature': `sha1=${hmac('sha1', SECRET)}` },
    short: { 'x-hub-signature-256': 'sha256=00' },
    long: { 'x-hub-signature-256': `sha256=${right}${right}` },
    'other-secret': { 'x-hub-signature-256': `sha256=${hmac('sha256', 'another secret')}` },
    'empty-secret': { 'x-hub-signature-256': `sha256=${hmac('sha256', '')}` },
  };
  return headers[sign];
}
