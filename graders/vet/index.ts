/** `vet`: findings of `go vet` in the student's files, own tests included. All or nothing: credit 1 without a finding, else 0. */
import { Type } from 'typebox';
import type { Check, Judgement } from '../check.ts';
import { compileTrouble, firstMessage, readCompiler } from '../go/compiler.ts';
import { asFinding, distinct } from '../go/findings.ts';
import { explained, fromZero } from '../go/judgements.ts';
import { studentPlaces } from '../go/places.ts';
import { vetStep } from '../go/steps.ts';
import { count } from '../go/text.ts';
import { readVet } from '../go/vet.ts';

const options = Type.Object({}, { additionalProperties: false, description: 'This check has no options.' });

const vet: Check<typeof options> = {
  name: 'vet',
  options,
  plan: (subject) => {
    const step = vetStep(subject);
    return { compile: [...(step.requires ?? []), step], run: [] };
  },
  judge(subject, _options, outcomes): Judgement {
    const outcome = outcomes.compiled(vetStep(subject));
    const places = studentPlaces(subject);
    const trouble = compileTrouble(outcome);
    if (trouble !== undefined) return fromZero(`not vetted: ${trouble}`, explained(outcome));
    if (outcome.exitCode !== 0) {
      // Since the packages build, it is the student's own tests that do not compile.
      const output = readCompiler(outcome.stderr);
      const findings = distinct(output.messages.flatMap((message) => asFinding('compile', 'error', message, places)));
      return fromZero(`your tests do not compile: ${firstMessage(output) ?? `status ${outcome.exitCode}`}`, {
        findings,
      });
    }
    const report = readVet(outcome.stdout);
    if (report === undefined || outcome.truncated)
      return fromZero('not vetted: go vet has more findings than can be read');
    const findings = report.flatMap((one) => asFinding(`vet/${one.analyzer}`, 'warning', one, places));
    const summary = findings.length === 0 ? 'go vet finds nothing' : `go vet: ${count(findings.length, 'finding')}`;
    const credit = findings.length === 0 ? 1 : 0;
    return fromZero(summary, { credit, findings: distinct(findings), evidence: { findings: findings.length } });
  },
};

export default vet;
