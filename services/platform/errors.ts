/** One thing that is wrong in a file that a person wrote. */
export interface Problem {
  /** As the person knows it, e.g. `course/m02-gradebook/assignment.yaml`. */
  readonly file: string;
  /** 1-based; 0 when the file as a whole is meant. */
  readonly line: number;
  readonly column: number;
  /** Path of the field, e.g. `rubric[2].points`; empty for the whole file. */
  readonly field: string;
  /** What is wrong and what would be right. */
  readonly message: string;
}

/** Input that a person can mend: an assignment, a course, a command's arguments. Lists every problem, not the first. */
export class InvalidInput extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(describe).join('\n'));
    this.name = 'InvalidInput';
    this.problems = problems;
  }
}

/** Trouble of ours: Docker, the disk, the network. Retried; never costs a student anything. */
export class InfrastructureError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'InfrastructureError';
  }
}

/** `file:line:column: field: message`, leaving out what is not known. */
export function describe(problem: Problem): string {
  const place = problem.line > 0 ? `${problem.file}:${problem.line}:${problem.column}` : problem.file;
  return [place, problem.field, problem.message].filter(Boolean).join(': ');
}
