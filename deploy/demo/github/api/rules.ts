/** What GitHub refuses although its description does not say so. */
import type { OperationId } from '../openapi/used.ts';
import type { Annotation, Json } from '../world.ts';
import { type Refusal, validationFailed } from './answer.ts';

/** 64 KB, of messages and raw details. */
const longestMessage = 64 * 1024;
const longestTitle = 255;
const longestBody = 65_536;

type Rule = (body: Json) => Refusal | undefined;

const rules: Partial<Record<OperationId, Rule>> = {
  'checks/create': checkRunRule,
  'checks/update': checkRunRule,
  'issues/create-comment': commentRule,
  'issues/update-comment': commentRule,
};

export function brokenRule(operation: OperationId, body: Json): Refusal | undefined {
  return rules[operation]?.(body);
}

function checkRunRule(body: Json): Refusal | undefined {
  const refuse = (field: string, message: string) => validationFailed('CheckRun', field, message);
  if (body.name === '') return refuse('name', 'name cannot be blank');
  if (body.status === 'completed' && body.conclusion === undefined) {
    return refuse('conclusion', 'conclusion is required when status is completed');
  }
  if (body.conclusion === 'stale') return refuse('conclusion', 'only GitHub can set this conclusion');
  const output = (body.output ?? {}) as { annotations?: readonly Annotation[] };
  for (const annotation of output.annotations ?? []) {
    const problem = annotationProblem(annotation);
    if (problem !== undefined) return refuse('annotations', problem);
  }
  return undefined;
}

function annotationProblem(annotation: Annotation): string | undefined {
  const { path, start_line: start, end_line: end, message, title = '', raw_details: details = '' } = annotation;
  const hasColumns = annotation.start_column !== undefined || annotation.end_column !== undefined;
  if (path === '') return 'path cannot be blank';
  if (start < 1) return 'start_line must be at least 1';
  if (end < start) return 'end_line must not come before start_line';
  if (hasColumns && start !== end) return 'columns are only allowed when start_line and end_line are the same';
  if (message === '') return 'message cannot be blank';
  if (Buffer.byteLength(message) > longestMessage) return 'message is too long';
  if (Buffer.byteLength(details) > longestMessage) return 'raw_details is too long';
  if (title.length > longestTitle) return 'title is too long';
  return undefined;
}

function commentRule(body: Json): Refusal | undefined {
  const text = String(body.body);
  if (text.trim() === '') return validationFailed('IssueComment', 'body', "body can't be blank");
  if ([...text].length <= longestBody) return undefined;
  return validationFailed('IssueComment', 'body', `body is too long (maximum is ${longestBody} characters)`);
}
