import { Command, CommanderError } from 'commander';
import { EXIT, exitCodeOf } from './cli/exit.ts';

const server = async () => (await import('./cli/server.ts')).serverCommands;

/** `pushmark`: one file per command in cli/. Only what is asked for is loaded; the server brings a lot. */
const commands: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  check: async () => (await import('./cli/check.ts')).checkCommand,
  course: async () => (await import('./cli/course.ts')).courseCommand,
  doctor: async () => (await import('./cli/doctor.ts')).doctorCommand,
  export: async () => (await import('./cli/export.ts')).exportCommand,
  grade: async () => (await import('./cli/grade.ts')).gradeCommand,
  import: async () => (await import('./cli/import.ts')).importCommand,
  init: async () => (await import('./cli/init.ts')).initCommand,
  likeness: async () => (await import('./cli/likeness.ts')).likenessCommand,
  purge: async () => (await import('./cli/purge.ts')).purgeCommand,
  retry: async () => (await import('./cli/retry.ts')).retryCommand,
  roster: async () => (await import('./cli/roster.ts')).rosterCommand,
  schema: async () => (await import('./cli/schema.ts')).schemaCommand,
  verify: async () => (await import('./cli/verify.ts')).verifyCommand,
  ...{ serve: server, web: server, worker: server, reporter: server, migrate: server, sync: server },
};

const program = new Command('pushmark')
  .description('Grades Go submissions: a push becomes a score on the pull request and in the gradebook.')
  .addHelpText(
    'after',
    '\nExit codes: 0 done, whatever the score; 1 a check failed; 2 usage or invalid input; 3 our fault.',
  )
  .exitOverride()
  .configureHelp({ sortSubcommands: true });

// Whoever reads our output may stop reading, as `head` does; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode ?? EXIT.ok);
});

const asked = process.argv[2] ?? '';
const wanted = Object.hasOwn(commands, asked) ? [commands[asked]!] : new Set(Object.values(commands));
for (const load of wanted) (await load())(program);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  else process.exitCode = exitCodeOf(error, process.stderr);
}
