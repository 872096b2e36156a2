import { join } from 'node:path';
import type Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '#services/platform/config.ts';
import { InfrastructureError } from '#services/platform/errors.ts';
import { connectDocker } from './connect.ts';
import { type DockerSandbox, dockerSandbox } from './docker.ts';
import { resolveImages } from './images.ts';
import { containerOptions } from './profiles.ts';
import type { Command, Profile, SandboxLimits } from './sandbox.ts';
import { sweep, sweepDead } from './sweep.ts';
import { buildProgram, imageOf } from './testing.ts';

const owner = `sandbox-test-${process.pid}`;
const limits: SandboxLimits = {
  wallMs: 20_000,
  memoryBytes: 64 * 1024 ** 2,
  cpus: 64,
  processes: 64,
  outputBytes: 2_000_000,
};
let docker: Docker;
let sandbox: DockerSandbox;
let image: string;

beforeAll(async () => {
  const engine = await connectDocker();
  docker = engine.docker;
  sandbox = dockerSandbox(docker, { owner, processors: engine.processors });
  const { compile } = await resolveImages(docker, (await readConfig()).images);
  const program = await buildProgram(sandbox, compile, join(import.meta.dirname, 'testdata/first-process'));
  image = await imageOf(docker, program, `${process.pid}`);
});

afterAll(async () => {
  await docker.getImage(image).remove({ force: true });
});

function command(
  act: string,
  changes: Partial<Omit<Command, 'limits'>> & { limits?: Partial<SandboxLimits> } = {},
): Command {
  const input = [{ path: 'job.json', content: Buffer.from(JSON.stringify({ act })) }];
  return { image, profile: 'run', input, ...changes, limits: { ...limits, ...changes.limits } };
}

async function left(): Promise<number> {
  const label = [`pushmark.owner=${owner}`];
  return (await docker.listContainers({ all: true, filters: { label } })).length;
}

describe.each(['compile', 'run'] as const)('the ending of a %s container', (profile: Profile) => {
  it('is an exit when its first process has answered', async () => {
    const seen: string[] = [];
    const onEntry = (path: string) => seen.push(path);
    const execution = await sandbox.execute(command('end', { profile, onEntry }));
    expect(execution).toMatchObject({ ending: 'exited', exitCode: 0, stderr: '' });
    expect(String(execution.entries.get('started'))).toBe(profile);
    expect(seen).toEqual(['started', 'end.json']);
  });

  it('is out-of-memory when the kernel killed it for that, and what it had said before is kept', async () => {
    const execution = await sandbox.execute(command('use memory', { profile }));
    expect(execution).toMatchObject({ ending: 'out-of-memory', exitCode: 137 });
    expect([...execution.entries.keys()]).toEqual(['started']);
  });

  it('is timed-out when our clock killed it', async () => {
    const execution = await sandbox.execute(command('sleep', { profile, limits: { wallMs: 1500 } }));
    expect(execution.ending).toBe('timed-out');
    expect(execution.wallMs).toBeGreaterThanOrEqual(1500);
    expect([...execution.entries.keys()]).toEqual(['started']);
  });

  it('is output-limit when it answered more than it may', async () => {
    const execution = await sandbox.execute(command('flood', { profile }));
    expect(execution.ending).toBe('output-limit');
    expect(execution.entries.size).toBeGreaterThan(5);
    expect([...execution.entries.values()].reduce((sum, entry) => sum + entry.length, 0)).toBeLessThan(2_000_000);
  });

  it('is signalled when it ended as by a signal that was not ours', async () => {
    expect(await sandbox.execute(command('crash', { profile }))).toMatchObject({ ending: 'signalled', exitCode: 139 });
  });
});

describe('trouble that is ours', () => {
  it('is what the judge says of itself', async () => {
    const execution = sandbox.execute(command('fail'));
    await expect(execution).rejects.toThrow(InfrastructureError);
    await expect(execution).rejects.toThrow('exit code 70: the overlay is missing');
  });

  it('is an answer that is no tar stream', async () => {
    await expect(sandbox.execute(command('print'))).rejects.toThrow(/answer cannot be read/);
  });

  it('is an image that does not exist', async () => {
    await expect(sandbox.execute(command('end', { image: 'pushmark-test:none' }))).rejects.toThrow(InfrastructureError);
  });
});

it('a container that works alone is kept on some of more than two processors, and works all the same where it cannot be', async () => {
  const troubles: string[] = [];
  const onTrouble = ({ message }: Error) => void troubles.push(message);
  const three = dockerSandbox(docker, { owner, processors: 3, onTrouble });
  const one = { limits: { cpus: 1 }, alone: true };
  expect(await three.execute(command('end', one))).toMatchObject({ ending: 'exited' });
  expect(await three.execute(command('end', { ...one, alone: false }))).toMatchObject({ ending: 'exited' });
  await three.close();
  const { NCPU } = await docker.info();
  expect(troubles).toEqual(NCPU > 2 ? [] : [expect.stringContaining('keep a container on the processors 2')]);
});

describe('what a program sees in', () => {
  const sights = {} as Record<Profile, Record<string, unknown>>;
  beforeAll(async () => {
    for (const profile of ['compile', 'run'] as const) {
      const { entries } = await sandbox.execute(command('look', { profile }));
      sights[profile] = JSON.parse(String(entries.get('sight.json')));
    }
  });

  it.each(['compile', 'run'] as const)(
    'a %s container: no network, no way to write the root, no way to more rights',
    (profile) => {
      expect(sights[profile]).toMatchObject({
        interfaces: ['lo'],
        dial: expect.stringContaining('network is unreachable'),
        root: expect.stringContaining('read-only file system'),
        tmp: '<nil>',
        noNewPrivs: '1',
        seccomp: '2',
        sizes: 0,
      });
      expect((sights[profile].env as string[]).map((one) => one.split('=')[0]).sort()).toEqual([
        'HOME',
        'HOSTNAME',
        'PATH',
      ]);
    },
  );

  it('a compile container: an ordinary user without capabilities', () => {
    expect(sights.compile).toMatchObject({ uid: 1000, capabilities: '0000000000000000', executes: true });
  });

  it('a run container: SETUID, SETGID and KILL alone, and nothing can be executed from the open scratch directory', () => {
    expect(sights.run).toMatchObject({ uid: 0, capabilities: '00000000000000e0', executes: false });
  });
});

// Calls have other numbers on other processors.
it.skipIf(process.arch !== 'x64').each(['compile', 'run'] as const)(
  'no system call that Go never needs reaches the kernel of a %s container',
  async (profile) => {
    const { entries } = await sandbox.execute(command('call', { profile }));
    const answers = Object.entries(JSON.parse(String(entries.get('calls.json'))));
    const having = (answer: string) =>
      answers
        .filter((one) => one[1] === answer)
        .map(([name]) => name)
        .sort();
    expect(having('')).toEqual(['getpid', 'getrandom', 'socket']);
    expect(having('function not implemented')).toEqual(['clone3']);
    expect(having('operation not permitted')).toHaveLength(answers.length - 4);
    expect(answers.length).toBeGreaterThan(20);
  },
);

it('stops and throws the signal’s reason when it is aborted', async () => {
  const controller = new AbortController();
  const onEntry = () => controller.abort(new Error('enough'));
  await expect(sandbox.execute(command('sleep', { onEntry }), controller.signal)).rejects.toThrow('enough');
  await expect(sandbox.execute(command('end'), controller.signal)).rejects.toThrow('enough');
});

it('takes input that nobody reads to the end', async () => {
  const input = [
    { path: 'job.json', content: Buffer.from('{"act":"hang up"}') },
    { path: 'big', content: Buffer.alloc(30_000_000) },
  ];
  await expect(sandbox.execute(command('', { input }))).rejects.toThrow('exit code 70: no patience');
});

it('leaves no container behind, however it ended', async () => {
  await sandbox.close();
  expect(await left()).toBe(0);
});

describe('a sweep', () => {
  const started = async (of: string) => {
    const container = await docker.createContainer(
      containerOptions(command('sleep', { limits: { cpus: 1 } }), { owner: of }),
    );
    await container.start();
    return container.id;
  };
  const exists = async (id: string) => (await docker.listContainers({ all: true })).some(({ Id }) => Id === id);

  it('removes what an owner left behind, at work or not, and nothing of others', async () => {
    const [mine, other] = [await started(owner), await started(`${owner}-other`)];
    expect(await sweep(docker, owner)).toBe(1);
    expect([await exists(mine), await exists(other)]).toEqual([false, true]);
    expect(await sweep(docker, `${owner}-other`)).toBe(1);
  });

  it('of processes that have died spares those that live; what bears our own number was another process of that number', async () => {
    const owners = [`${owner}-host-4194304`, `${owner}-host-${process.pid}`, `${owner}-host-${process.ppid}`];
    const [dead, same, alive] = await Promise.all(owners.map(started));
    expect(await sweepDead(docker, owner, 'host')).toBe(2);
    expect([await exists(dead!), await exists(same!), await exists(alive!)]).toEqual([false, false, true]);
    await sweep(docker, `${owner}-host-${process.ppid}`);
  });
});
