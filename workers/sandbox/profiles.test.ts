import { describe, expect, it } from 'vitest';
import { containerOptions } from './profiles.ts';
import type { Profile } from './sandbox.ts';
import { SECCOMP } from './seccomp.ts';

const limits = { wallMs: 1000, memoryBytes: 2 * 1024 ** 3, cpus: 1.5, processes: 64, outputBytes: 1000 };

function hostOf(profile: Profile) {
  return containerOptions({ image: 'sha256:abc', profile, limits }, { owner: 'here' }).HostConfig;
}

describe.each(['compile', 'run'] as const)('the %s container', (profile) => {
  it.each([
    ['has no network', 'NetworkMode', 'none'],
    ['shares no memory segments', 'IpcMode', 'none'],
    ['sees no other control group', 'CgroupnsMode', 'private'],
    ['cannot write its root', 'ReadonlyRootfs', true],
    ['loses every capability first', 'CapDrop', ['ALL']],
    ['gains no privileges by executing a file', 'SecurityOpt', ['no-new-privileges', SECCOMP]],
    ['is not privileged', 'Privileged', false],
    ['has a memory limit that a 32-bit shift would have made negative', 'Memory', 2147483648],
    ['has no swap', 'MemorySwap', 2147483648],
    ['has a share of the processors', 'NanoCpus', 1_500_000_000],
    ['has a limit of processes', 'PidsLimit', 64],
    ['leaves its output in no log', 'LogConfig', { Type: 'none', Config: {} }],
    ['is never started again', 'RestartPolicy', { Name: 'no' }],
    ['stays until its ending was read', 'AutoRemove', false],
  ])('%s', (_, key, value) => {
    expect(hostOf(profile)).toHaveProperty(key, value);
  });

  it('writes no core files and has few descriptors', () => {
    expect(hostOf(profile)?.Ulimits).toEqual(
      expect.arrayContaining([
        { Name: 'core', Soft: 0, Hard: 0 },
        { Name: 'nofile', Soft: 1024, Hard: 1024 },
      ]),
    );
  });

  it('mounts nothing of the host', () => {
    expect(hostOf(profile)).not.toHaveProperty('Binds');
    expect(hostOf(profile)).not.toHaveProperty('Mounts');
    expect(hostOf(profile)).not.toHaveProperty('Devices');
  });

  it('gets no variable of ours and the labels by which it is found again', () => {
    const options = containerOptions({ image: 'i', profile, limits }, { owner: 'here' });
    expect(options).not.toHaveProperty('Env');
    expect(options.Labels).toEqual({ pushmark: '1', 'pushmark.owner': 'here', 'pushmark.profile': profile });
    expect(options.NetworkDisabled).toBe(true);
    expect(options.Tty).toBe(false);
  });
});

it('lies in the control group that it is given', () => {
  const spec = { image: 'i', profile: 'run', limits } as const;
  expect(containerOptions(spec, { owner: 'here', parent: '/graders' }).HostConfig?.CgroupParent).toBe('/graders');
  expect(containerOptions(spec, { owner: 'here' }).HostConfig).not.toHaveProperty('CgroupParent');
});

it('is run by the runtime that is configured, else by the engine’s own', () => {
  const spec = { image: 'i', profile: 'run', limits } as const;
  expect(containerOptions(spec, { owner: 'here', runtime: 'runsc' }).HostConfig?.Runtime).toBe('runsc');
  expect(containerOptions(spec, { owner: 'here' }).HostConfig).not.toHaveProperty('Runtime');
});

it('compiles as an ordinary user without capabilities, in a scratch directory that may execute', () => {
  const options = containerOptions({ image: 'i', profile: 'compile', limits }, { owner: 'here' });
  expect(options.User).toBe('1000:1000');
  expect(options.HostConfig?.CapAdd).toEqual([]);
  expect(options.HostConfig?.Tmpfs).toEqual({ '/tmp': 'rw,exec,nosuid,nodev,size=1g,mode=1777' });
  expect(options.HostConfig?.Ulimits).toContainEqual({ Name: 'fsize', Soft: 536870912, Hard: 536870912 });
});

it('runs with the three capabilities that separate test processes, and executes nothing from the open scratch directory', () => {
  const options = containerOptions({ image: 'i', profile: 'run', limits }, { owner: 'here' });
  expect(options.HostConfig?.CapAdd).toEqual(['SETUID', 'SETGID', 'KILL']);
  expect(options.HostConfig?.Tmpfs).toEqual({
    '/tmp': 'rw,noexec,nosuid,nodev,size=16m,nr_inodes=4096,mode=1777',
    '/w': 'rw,exec,nosuid,nodev,size=256m,mode=0755',
  });
});
