import { Command, CommanderError } from 'commander';
import { checkCommand } from './cli/check.ts';
import { doctorCommand } from './cli/doctor.ts';
import { EXIT, exitCodeOf } from './cli/exit.ts';
import { gradeCommand } from './cli/grade.ts';
import { initCommand } from './cli/init.ts';
import { schemaCommand } from './cli/schema.ts';
import { serverCommands } from './cli/server.ts';

/** `pushmark`: one file per command in cli/. */
const program = new Command('pushmark')
  .description('Grades Go submissions: a push becomes a score on the pull request and in the gradebook.')
  .addHelpText(
    'after',
    '\nExit codes: 0 done, whatever the score; 1 a check failed; 2 usage or invalid input; 3 our fault.',
  )
  .exitOverride()
  .configureHelp({ sortSubcommands: true });

for (const add of [gradeCommand, checkCommand, initCommand, schemaCommand, serverCommands, doctorCommand]) add(program);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  else process.exitCode = exitCodeOf(error, process.stderr);
}
