/** The source policy in the flow: what the judge is asked, and what a refusal comes to. */
import type { Finding } from '#graders/check.ts';
import { fromZero } from '#graders/go/judgements.ts';
import { POLICY_VERSION, policyLevel } from '#graders/policy.ts';
import type { CompileOutcome } from '#graders/steps/compile.ts';
import type { PolicyReport, PolicyStep } from '#graders/steps/policy.ts';
import type { Assignment, AssignmentDocument } from '#services/classroom/assignment/document.ts';
import { InfrastructureError } from '#services/platform/errors.ts';
import { type CompileAnswer, WORDS } from './answers.ts';
import type { PlannedCriterion } from './rubric.ts';
import { stepId } from './step-ids.ts';
import type { TeacherSide } from './teacher.ts';
import type { Workspace } from './workspace.ts';

/** The step that goes before all others of a submission. */
export function policyStep({ document }: Assignment, side: TeacherSide, workspace: Workspace): PolicyStep {
  const linked = side.calledDirs.length > 0 || side.outside.length === 0;
  return {
    kind: 'policy',
    tree: 'own',
    level: policyLevel(linked ? 'shared' : 'outside', document.allow),
    module: side.module,
    files: workspace.studentFiles,
    tested: side.calledDirs,
    ...(side.calledDirs.length > 0 ? { tests: 'judged' as const } : {}),
    allow: linked || looksForRaces(document) ? document.allow : [...document.allow, ...EVASIONS],
  };
}

/** What would lead around the race detector is harmless in a process of its own where no race is looked for. */
const EVASIONS = ['os', 'os/exec', 'runtime/debug', 'syscall'];

function looksForRaces({ rubric }: AssignmentDocument): boolean {
  return rubric.some(({ check }) => check === 'race');
}

/** How the policy is named in results. */
export function policyName({ level }: PolicyStep): string {
  return `${level} ${POLICY_VERSION}`;
}

/** What the policy said. */
export interface PolicyVerdict {
  readonly refused: boolean;
  /** Refusals besides the first finding. */
  readonly others: number;
  readonly findings: readonly Finding[];
}

/** Throws InfrastructureError when the judge has other rules than we. Silence of a container that died refuses nothing. */
export function policyVerdict(step: PolicyStep, compiled: CompileAnswer): PolicyVerdict {
  const outcome = compiled.outcomes.get(stepId(step));
  if (!outcome) return { refused: false, others: 0, findings: [] };
  if (outcome.ending !== 'exited') return { refused: true, others: 0, findings: [unreadable(outcome)] };
  if (outcome.policy?.version !== POLICY_VERSION)
    throw new InfrastructureError(`the compile image has version ${outcome.policy?.version} of the source policy`);
  const { refusals, more } = outcome.policy;
  const errors = refusals.filter(({ level }) => level === 'error').length;
  return { refused: errors > 0, others: Math.max(0, errors - 1) + more, findings: findingsOf(outcome.policy) };
}

function unreadable({ ending }: CompileOutcome): Finding {
  const message = `Your source cannot be read within the limits: ${WORDS[ending]}.`;
  return { rule: 'policy-unreadable', level: 'error', file: '', line: 0, message };
}

function findingsOf({ refusals, more }: PolicyReport): Finding[] {
  const findings = refusals.map(({ allow: _, ...one }): Finding => ({ ...one, rule: `policy-${one.rule}` }));
  if (more === 0) return findings;
  const message = `The source policy has ${more} more findings.`;
  return [...findings, { rule: 'policy-more', level: 'error', file: '', line: 0, message }];
}

/** The criteria as they are judged when nothing was built: each without credit, for the reason that is given. */
export function refusedCriteria(planned: readonly PlannedCriterion[], verdict: PolicyVerdict): PlannedCriterion[] {
  const judgement = fromZero(summaryOf(verdict), { evidence: { refused: true } });
  return planned.map((one) => ({ ...one, check: { ...one.check, judge: () => judgement } }));
}

function summaryOf({ findings: [first], others }: PolicyVerdict): string {
  if (!first) return 'refused by the source policy';
  const place = [first.file, ...(first.line > 0 ? [first.line] : [])].filter(Boolean).join(':');
  const reason = first.message.split(/[.:] /)[0]?.replace(/\.$/, '');
  const rest = others > 0 ? `, and ${others} more` : '';
  return `refused by the source policy: ${place ? `${place}: ` : ''}${reason}${rest}`;
}
