import { beforeAll, describe, expect, test } from 'vitest';
import { type Description, readDescription } from './description.ts';
import { operations, webhookEvents } from './used.ts';

let description: Description;
beforeAll(async () => {
  description = await readDescription();
});

describe("GitHub's description as a judge", () => {
  test('finds an operation by its path, with its parameters decoded', () => {
    const branch = description.match({ method: 'GET', path: '/repos/o/r/branches/a%2Fb', headers: {} });
    expect(branch?.operation).toBe('repos/get-branch');
    expect(branch?.params).toEqual({ owner: 'o', repo: 'r', branch: 'a/b' });
  });

  test('knows no path that GitHub does not have', () => {
    expect(description.match({ method: 'GET', path: '/classrooms', headers: {} })).toBeUndefined();
  });

  test('refuses an answer that lacks what GitHub always gives', () => {
    expect(description.answerProblems('checks/create', 201, { id: 1 })).not.toEqual([]);
  });

  test('refuses a status that GitHub never gives', () => {
    expect(description.answerProblems('checks/create', 200, {})).toEqual(['GitHub never answers this with 200']);
  });

  test('takes any error with a message, at any operation', () => {
    expect(description.answerProblems('checks/create', 403, { message: 'no' })).toEqual([]);
    expect(description.answerProblems('checks/create', 403, {})).not.toEqual([]);
  });

  test('names what GitHub would ignore, in a body and in a query', () => {
    const body = { name: 'x', head_sha: 'y', detail_url: 'z' };
    const create = { method: 'POST', path: '/repos/o/r/check-runs', headers: {}, body };
    expect(description.unknownNames('checks/create', create)).toEqual(['detail_url']);
    const list = { method: 'GET', path: '/repos/o/r/pulls?branch=main', headers: {} };
    expect(description.unknownNames('pulls/list', list)).toEqual(['branch']);
    expect(description.requestProblems('pulls/list', list)).toEqual([]);
  });

  test('refuses a query that does not fit', () => {
    const list = { method: 'GET', path: '/repos/o/r/pulls?state=merged', headers: {} };
    expect(description.requestProblems('pulls/list', list)).not.toEqual([]);
  });

  test.each(webhookEvents)('refuses a %s webhook that is none', (event) => {
    expect(description.webhookProblems(event, 'text')).not.toEqual([]);
  });

  test('refuses a push webhook that lacks what GitHub always sends', () => {
    expect(description.webhookProblems('push', { ref: 'refs/heads/main' })).not.toEqual([]);
  });

  test('has every operation that the stand-in answers', () => {
    const request = { method: 'GET', path: '/', headers: {} };
    for (const operation of operations) expect(() => description.requestProblems(operation, request)).not.toThrow();
  });
});
