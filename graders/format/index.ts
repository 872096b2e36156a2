/** `format`: is every file of the student as gofmt would write it? All or nothing: credit 1 when it is, else 0. */
import { Type } from 'typebox';
import type { Check, Judgement } from '../check.ts';
import { compileTrouble } from '../go/compiler.ts';
import { asFinding, distinct } from '../go/findings.ts';
import { explained, fromZero } from '../go/judgements.ts';
import { studentPlaces } from '../go/places.ts';
import { formatStep } from '../go/steps.ts';
import { count } from '../go/text.ts';

const options = Type.Object({}, { additionalProperties: false, description: 'This check has no options.' });

const format: Check<typeof options> = {
  name: 'format',
  options,
  plan: () => ({ compile: [formatStep()], run: [] }),
  judge(subject, _options, outcomes): Judgement {
    const outcome = outcomes.compiled(formatStep());
    const places = studentPlaces(subject);
    if (outcome.ending !== 'exited' || outcome.exitCode !== 0) {
      // gofmt itself gave up: source can be nested until its parser has no stack or memory left.
      return fromZero(`not examined: ${compileTrouble(outcome) ?? 'gofmt cannot read your files'}`, explained(outcome));
    }
    if (outcome.unformatted === undefined) throw new Error('the judge gave no answer to a format step');
    const files = outcome.unformatted.filter(({ file }) => places(file) !== undefined);
    const findings = files.flatMap(({ file, line, error }) => {
      const message = error
        ? `gofmt cannot read it: ${error}`
        : 'not formatted from here on; run gofmt -w on this file';
      return asFinding('gofmt', error ? 'error' : 'warning', { file, line, message }, places);
    });
    const summary = files.length === 0 ? 'formatted' : `${count(files.length, 'file is', 'files are')} not formatted`;
    const credit = files.length === 0 ? 1 : 0;
    return fromZero(summary, { credit, findings: distinct(findings), evidence: { files: files.length } });
  },
};

export default format;
