import { expect, test } from 'vitest';
import { isSameOrigin } from './same-origin.ts';

const post = (headers: Record<string, string>) => isSameOrigin({ method: 'POST', headers });

test('a form of our own page is taken, one of another site is not', () => {
  expect(post({ 'sec-fetch-site': 'same-origin' })).toBe(true);
  for (const site of ['cross-site', 'same-site', ''])
    expect([site, post({ 'sec-fetch-site': site })]).toEqual([site, false]);
});

test('a browser that is too old to say so is known by its Origin', () => {
  const host = 'grades.example.edu:8443';
  expect(post({ host, origin: `https://${host}` })).toBe(true);
  for (const origin of ['https://grades.example.edu', 'https://evil.example', 'null', ''])
    expect([origin, post({ host, origin })]).toEqual([origin, false]);
});

test('what only looks needs no proof, and what is no browser has no cookie to misuse', () => {
  expect(isSameOrigin({ method: 'GET', headers: { 'sec-fetch-site': 'cross-site' } })).toBe(true);
  expect(post({})).toBe(true);
});
