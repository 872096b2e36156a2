import { expect, test } from 'vitest';
import { InfrastructureError } from '#services/platform/errors.ts';
import { FETCH_LIMITS } from './limits.ts';
import { fetchTrouble, unavailableBy } from './trouble.ts';

const end = (stderr: string) => ({ code: 128, signal: null, stopped: false, stderr });
const denied = (stderr: string) => unavailableBy(end(stderr), '/nowhere', FETCH_LIMITS);

test.each([
  'fatal: write error: No space left on device\nfatal: index-pack failed',
  'error: unable to write file objects/pack/tmp_pack_x: No space left on device\nfatal: bad object 1234',
  'fatal: sha1 file write error: Disk quota exceeded\nfatal: not a valid object name 1234',
])('a full disk is trouble of ours, whatever git makes of it: %s', async (stderr) => {
  expect(await denied(stderr)).toBeUndefined();
  expect(fetchTrouble(end(stderr))).toBeInstanceOf(InfrastructureError);
});

test.each([
  ['fatal: remote error: upload-pack: not our ref 1234', /no longer in the repository/],
  ["fatal: repository 'https://github.com/o/r.git/' not found", /may no longer read it/],
])('what the server says of itself may be otherwise a moment later: %s', async (stderr, words) => {
  expect(await denied(stderr)).toEqual({ unavailable: expect.stringMatching(words), forGood: false });
});
