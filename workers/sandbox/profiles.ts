import type Docker from 'dockerode';
import type { ContainerSpec, Profile } from './sandbox.ts';
import { SECCOMP } from './seccomp.ts';

export interface Placement {
  /** Names the installation that may remove the container. */
  readonly owner: string;
  /** Control group of all its containers; undefined: Docker's own. */
  readonly parent?: string | undefined;
  /** Name of the engine's runtime, e.g. `runsc`; undefined: its default. */
  readonly runtime?: string | undefined;
}

interface ProfileSettings {
  readonly user: string;
  readonly capabilities: readonly string[];
  readonly tmpfs: Readonly<Record<string, string>>;
  readonly fileBytes: number | undefined;
}

const MiB = 1024 * 1024;

/**
 * Compile: no student code is executed, so the compiler has an ordinary user and a big scratch directory to execute
 * its own tools in. Run: the judge must give every test process a user of its own and be able to kill it, hence three
 * capabilities; nothing that a student's program writes can be executed, because /w belongs to root. File sizes are
 * limited per child there, since the judge itself installs whole programs.
 */
const SETTINGS: Readonly<Record<Profile, ProfileSettings>> = {
  compile: {
    user: '1000:1000',
    capabilities: [],
    tmpfs: { '/tmp': 'rw,exec,nosuid,nodev,size=1g,mode=1777' },
    fileBytes: 512 * MiB,
  },
  run: {
    user: '0:0',
    capabilities: ['SETUID', 'SETGID', 'KILL'],
    tmpfs: {
      '/tmp': 'rw,noexec,nosuid,nodev,size=16m,nr_inodes=4096,mode=1777',
      '/w': 'rw,exec,nosuid,nodev,size=256m,mode=0755',
    },
    fileBytes: undefined,
  },
};

/** The whole container, protections included, as data. */
export function containerOptions(
  spec: ContainerSpec,
  { owner, parent, runtime }: Placement,
): Docker.ContainerCreateOptions {
  const settings = SETTINGS[spec.profile];
  return {
    Image: spec.image,
    Entrypoint: ['/opt/pushmark/judge'],
    Cmd: [spec.profile],
    User: settings.user,
    WorkingDir: '/',
    Hostname: 'sandbox',
    Labels: { pushmark: '1', 'pushmark.owner': owner, 'pushmark.profile': spec.profile },
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: false,
    NetworkDisabled: true,
    HostConfig: {
      ...protections(spec, settings),
      ...(parent === undefined ? {} : { CgroupParent: parent }),
      ...(runtime === undefined ? {} : { Runtime: runtime }),
    },
  };
}

function protections(
  { limits }: ContainerSpec,
  settings: ProfileSettings,
): Docker.HostConfig & { CgroupnsMode: 'private' } {
  const files = settings.fileBytes === undefined ? [] : [ulimit('fsize', settings.fileBytes)];
  return {
    NetworkMode: 'none',
    IpcMode: 'none',
    CgroupnsMode: 'private',
    ReadonlyRootfs: true,
    Tmpfs: { ...settings.tmpfs },
    CapDrop: ['ALL'],
    CapAdd: [...settings.capabilities],
    SecurityOpt: ['no-new-privileges', SECCOMP],
    Privileged: false,
    Memory: limits.memoryBytes,
    MemorySwap: limits.memoryBytes,
    NanoCpus: Math.round(limits.cpus * 1e9),
    PidsLimit: limits.processes,
    Ulimits: [ulimit('core', 0), ulimit('nofile', 1024), ...files],
    LogConfig: { Type: 'none', Config: {} },
    RestartPolicy: { Name: 'no' },
    AutoRemove: false,
  };
}

function ulimit(name: string, value: number): Docker.Ulimit {
  return { Name: name, Soft: value, Hard: value };
}
