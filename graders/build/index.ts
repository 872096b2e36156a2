/** `build`: does every package of the student compile? Usually a gate, worth no points. */
import { Type } from 'typebox';
import type { Check, Judgement } from '../check.ts';
import { compiledWell, compileTrouble, firstMessage, readCompiler } from '../go/compiler.ts';
import { asFinding, distinct } from '../go/findings.ts';
import { explained, fromZero } from '../go/judgements.ts';
import { studentPlaces } from '../go/places.ts';
import { buildStep } from '../go/steps.ts';
import { count } from '../go/text.ts';
import type { CompileOutcome } from '../steps/compile.ts';

const options = Type.Object({}, { additionalProperties: false, description: 'This check has no options.' });

const build: Check<typeof options> = {
  name: 'build',
  options,
  plan: (subject) => ({ compile: [buildStep(subject)], run: [] }),
  judge(subject, _options, outcomes): Judgement {
    const outcome = outcomes.compiled(buildStep(subject));
    if (compiledWell(outcome)) return fromZero('it builds', { credit: 1 });
    const { messages, lines } = readCompiler(outcome.stderr);
    const places = studentPlaces(subject);
    const findings = distinct(messages.flatMap((message) => asFinding('compile', 'error', message, places)));
    return fromZero(summaryOf(outcome), {
      ...explained(outcome),
      findings,
      evidence: { messages: lines.slice(0, 20) },
    });
  },
};

export default build;

/** The first complaint and how many there are. */
function summaryOf(outcome: CompileOutcome): string {
  const trouble = compileTrouble(outcome);
  if (trouble !== undefined) return trouble;
  const output = readCompiler(outcome.stderr);
  const first = firstMessage(output);
  if (first === undefined) return `go build ended with status ${outcome.exitCode} and said nothing`;
  const more = output.messages.length + output.lines.length - 1;
  return `does not build: ${first}${more > 0 ? ` (and ${count(more, 'more message')})` : ''}`;
}
