import type { Command } from 'commander';
import { assignmentJsonSchema } from '#services/classroom/assignment/json-schema.ts';

/** Prints the JSON Schema that editors complete assignment.yaml with. */
export function schemaCommand(program: Command): void {
  program
    .command('schema')
    .description('print the JSON Schema of assignment.yaml')
    .action(() => {
      process.stdout.write(`${JSON.stringify(assignmentJsonSchema(), undefined, 2)}\n`);
    });
}
