import type { Case, Finding, Subject, Visibility } from '../check.ts';
import { asFinding } from '../go/findings.ts';
import { caseName, studentPlaces } from '../go/places.ts';
import { type Proof, processesOf } from '../go/proof.ts';
import { reproduce } from '../go/reproduce.ts';
import { crashOf } from '../go/servant.ts';
import { clean, oneLine } from '../go/text.ts';
import type { Options } from './options.ts';

/** A proof as a case of the report. */
export function caseOf(subject: Subject, options: Options, proof: Proof, weight: number): Case {
  const { dir, test, verdict, failure, way, flaky } = proof;
  const visibility = visibilityOf(subject, options, test);
  const base = {
    name: caseName(dir, test),
    verdict,
    weight,
    visibility,
    wallMs: Math.round(proof.wallMs),
    way,
    ...(flaky ? { flaky } : {}),
  };
  if (verdict === 'pass') return base;
  const hint = hintOf(options, test);
  return {
    ...base,
    cause: oneLine(flaky ? `flaky, for it passed when it was run again: ${proof.cause}` : proof.cause),
    ...(failure?.input ? { input: failure.input } : {}),
    ...(failure?.got ? { got: failure.got } : {}),
    ...(failure?.want ? { want: failure.want } : {}),
    ...(proof.log ? { output: clean(proof.log) } : {}),
    ...(visibility === 'hidden' ? {} : { reproduce: reproduce(dir, test, { count: options.count ?? 1 }) }),
    ...(hint ? { hint } : {}),
  };
}

export function visibilityOf(subject: Subject, { visibility }: Options, test: string): Visibility {
  if (visibility === undefined) return subject.visibility;
  if (typeof visibility === 'string') return visibility;
  const match = Object.entries(visibility).find(([pattern]) => new RegExp(pattern).test(test));
  return match?.[1] ?? subject.visibility;
}

/** The hint of the test itself, else of the nearest test above it. */
function hintOf({ hints = {} }: Options, test: string): string | undefined {
  for (let name = test; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('/')))) {
    if (Object.hasOwn(hints, name)) return hints[name];
  }
  return undefined;
}

const STRICTNESS: readonly Visibility[] = ['visible', 'after-due', 'hidden'];

/** Where in the student's files the processes crashed, what most people may see first. Each names its test. */
export function crashFindings(subject: Subject, options: Options, proofs: readonly Proof[]): readonly Finding[] {
  const places = studentPlaces(subject);
  const strictness = ({ test }: Proof) => STRICTNESS.indexOf(visibilityOf(subject, options, test));
  const crashed = proofs
    .filter(({ verdict }) => verdict === 'fail' || verdict === 'missing')
    .toSorted((a, b) => strictness(a) - strictness(b));
  return [...processesOf(crashed)].flatMap(([process, dir]) => {
    const crash = crashOf(process, places);
    if (!crash?.at) return [];
    const message = `${crash.kind === 'panic' ? 'panic' : 'fatal error'}: ${crash.message} (in ${process.test})`;
    const found = asFinding('panic', 'error', { file: crash.at.file, line: crash.at.line, message }, places);
    return found.map((one) => ({ ...one, tests: [caseName(dir, process.test)] }));
  });
}
