/**
 * `coverage`: the share of statements that the student's own tests run, in a build without hidden tests. The profile
 * comes from the student's process, so it is a hint, bounded by its own criterion. A failing suite proves nothing.
 */
import type { Check, Finding, Judgement, Subject } from '../check.ts';
import { type Coverage, coverageOf, mergeProfiles, type Profile } from '../go/cover.ts';
import { asFinding } from '../go/findings.ts';
import { fromZero } from '../go/judgements.ts';
import { directoryOf, studentPlaces } from '../go/places.ts';
import { planOf } from '../go/plan.ts';
import { count, rounded } from '../go/text.ts';
import { type Options, options } from './options.ts';
import { countedFiles, suiteProfile, suiteSteps } from './suites.ts';

const coverage: Check<typeof options> = {
  name: 'coverage',
  options,
  plan: (subject, chosen) => planOf(suiteSteps(subject, chosen)),
  judge(subject, chosen, outcomes): Judgement {
    if (countedFiles(subject, chosen).length === 0) return fromZero('there is no file whose statements count');
    const steps = suiteSteps(subject, chosen);
    if (steps.length === 0) return fromZero('there are no tests of your own (no _test.go file)');
    const tampering = steps.flatMap((step) => outcomes.ran(step).processes.flatMap((process) => process.tampering));
    if (tampering.length > 0) return fromZero('not counted', { tampering });
    const profiles = steps.map((step) => suiteProfile(subject, chosen, step, outcomes));
    const problem = profiles.find((profile) => typeof profile === 'string');
    if (problem !== undefined) return fromZero(problem);
    const merged = mergeProfiles(profiles.filter((profile) => typeof profile !== 'string'));
    if (typeof merged === 'string') return fromZero(`the cover profiles contradict each other: ${merged}`);
    return judged(subject, chosen, merged);
  },
};

export default coverage;

function judged(subject: Subject, chosen: Options, profile: Profile): Judgement {
  const { full = 70, none = 0 } = chosen;
  const known = coverageOf(profile);
  const unseen = unseenFiles(countedFiles(subject, chosen), profile);
  const percent = percentOf(known, unseen.length, countedFiles(subject, chosen).length);
  const credit = percent >= full ? 1 : Math.max(0, (percent - none) / (full - none));
  const left = unseen.length > 0 ? `; no test of yours uses ${count(unseen.length, 'file')}, e.g. ${unseen[0]}` : '';
  return fromZero(`your tests run ${rounded(percent, 1)} % of the statements; full credit from ${full} %${left}`, {
    credit,
    findings: uncovered(subject, profile),
    evidence: { percent, ...known, unseenFiles: unseen.length },
  });
}

/**
 * Files of packages that no suite links: Go puts them in no profile, so how many statements they have is unknown.
 * (A file without blocks beside one with blocks simply has no statements.)
 */
function unseenFiles(counted: readonly string[], profile: Profile): readonly string[] {
  const seen = new Set([...profile.keys()].map(directoryOf));
  return counted.filter((file) => !seen.has(directoryOf(file)));
}

/** Unseen files count as uncovered files of average length. */
function percentOf({ covered, statements }: Coverage, unseen: number, files: number): number {
  if (statements === 0) return 0;
  return ((100 * covered) / statements) * ((files - unseen) / files);
}

const SHOWN = 5;

/** The largest blocks that no test runs, as notes. */
function uncovered(subject: Subject, profile: Profile): readonly Finding[] {
  const blocks = [...profile].flatMap(([file, list]) =>
    list.filter(({ covered }) => !covered).map((block) => ({ file, ...block })),
  );
  const largest = blocks.toSorted((a, b) => b.statements - a.statements).slice(0, SHOWN);
  const places = studentPlaces(subject);
  return largest.flatMap(({ file, startLine, endLine }) => {
    const lines = startLine === endLine ? `line ${startLine} is` : `lines ${startLine} to ${endLine} are`;
    return asFinding(
      'uncovered',
      'note',
      { file, line: startLine, message: `${lines} run by none of your tests` },
      places,
    );
  });
}
