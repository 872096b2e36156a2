/**
 * Which system calls exist in a sandbox: what Go programs, the race detector (with libc), the Go toolchain with gcc and
 * ld, and the judge use. All others fail with EPERM. It is Docker's default profile less
 * - other processes' memory and state: ptrace, process_vm_*, kcmp, process_madvise;
 * - ways into the kernel that Go's library does not take and that had many holes: io_uring, the old asynchronous I/O,
 *   extended attributes, landlock, protection keys, mq_* and System V IPC, fanotify, remap_file_pages, vmsplice, tee;
 * - programs without a file (memfd_create, execveat) and device files (mknod);
 * - real-time scheduling and pinning, by which one process could starve what is measured beside it;
 * - 32-bit calls, which are a second, less trodden way into the same kernel;
 * - sockets of any family but local, IP and (for the list of interfaces) routing.
 * A call that this profile's age does not know is answered with ENOSYS by runc, and Go takes an older one.
 */
interface Rule {
  readonly names: readonly string[];
  readonly action: 'SCMP_ACT_ALLOW' | 'SCMP_ACT_ERRNO';
  readonly errnoRet?: number;
  readonly args?: readonly Condition[];
}

interface Condition {
  /** Of the argument, from 0. */
  readonly index: number;
  readonly value: number;
  readonly valueTwo?: number;
  readonly op: 'SCMP_CMP_EQ' | 'SCMP_CMP_MASKED_EQ';
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const ALLOWED = {
  memory: words('brk madvise membarrier mincore mlock mmap mprotect mremap msync munlock munmap'),
  threads: words(`arch_prctl exit exit_group futex get_robust_list getcpu gettid rseq sched_getaffinity sched_yield
    set_robust_list set_tid_address`),
  signals: words(`kill pause restart_syscall rt_sigaction rt_sigpending rt_sigprocmask rt_sigreturn rt_sigsuspend
    rt_sigtimedwait sigaltstack tgkill tkill`),
  time: words(`alarm clock_getres clock_gettime clock_nanosleep getitimer gettimeofday nanosleep setitimer time
    timer_create timer_delete timer_gettime timer_settime times`),
  processes: words(`execve fork getpgid getpgrp getpid getppid getpriority getrlimit getrusage getsid pidfd_open
    pidfd_send_signal prctl prlimit64 setpgid setpriority setrlimit setsid sysinfo umask uname vfork wait4 waitid`),
  users: words(`capget capset getegid geteuid getgid getgroups getresgid getresuid getuid setgid setgroups setregid
    setresgid setresuid setreuid setuid`),
  files: words(`access chdir chmod chown close close_range copy_file_range creat dup dup2 dup3 faccessat faccessat2
    fadvise64 fallocate fchdir fchmod fchmodat fchmodat2 fchown fchownat fcntl fdatasync flock fstat fstatfs fsync
    ftruncate futimesat getcwd getdents getdents64 ioctl lchown link linkat lseek lstat mkdir mkdirat newfstatat open
    openat openat2 pread64 preadv pwrite64 pwritev read readlink readlinkat readv rename renameat renameat2 rmdir
    sendfile splice stat statfs statx symlink symlinkat sync_file_range truncate unlink unlinkat utime utimensat utimes
    write writev`),
  waiting: words(`epoll_create epoll_create1 epoll_ctl epoll_pwait epoll_pwait2 epoll_wait eventfd eventfd2
    inotify_add_watch inotify_init inotify_init1 inotify_rm_watch pipe pipe2 poll ppoll pselect6 select`),
  network: words(`accept accept4 bind connect getpeername getsockname getsockopt listen recvfrom recvmmsg recvmsg
    sendmmsg sendmsg sendto setsockopt shutdown socketpair`),
  chance: words('getrandom'),
} as const;

/** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK. */
const FAMILIES = [1, 2, 10, 16];

/** Every CLONE_NEW* flag: threads and processes, but no namespaces. */
const NAMESPACES = 0x7e020000;

/** What libc asks to learn the present personality; all changes are refused. */
const ASKS = 0xffffffff;

const ENOSYS = 38;

/** Flags of clone3 lie in memory, where no filter sees them; told that there is none, libc takes clone. */
const RULES: readonly Rule[] = [
  { names: Object.values(ALLOWED).flat(), action: 'SCMP_ACT_ALLOW' },
  allowed('clone', { index: 0, value: NAMESPACES, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }),
  { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: ENOSYS },
  ...FAMILIES.map((family) => allowed('socket', { index: 0, value: family, op: 'SCMP_CMP_EQ' })),
  allowed('personality', { index: 0, value: ASKS, op: 'SCMP_CMP_EQ' }),
];

function allowed(name: string, condition: Condition): Rule {
  return { names: [name], action: 'SCMP_ACT_ALLOW', args: [condition] };
}

/** The profile in Docker's format, as one option of `SecurityOpt`. */
export const SECCOMP = `seccomp=${JSON.stringify({
  defaultAction: 'SCMP_ACT_ERRNO',
  archMap: [
    { architecture: 'SCMP_ARCH_X86_64', subArchitectures: [] },
    { architecture: 'SCMP_ARCH_AARCH64', subArchitectures: [] },
  ],
  syscalls: RULES,
})}`;
