/** Numbers of tests, from the machine-readable output of vitest and of `go test`. */

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Failed tests with what they printed: said once more at the end, where a long log is read first. */
  readonly failures: readonly string[];
}

export function sum(all: readonly Totals[]): Totals {
  return {
    passed: all.reduce((n, each) => n + each.passed, 0),
    failed: all.reduce((n, each) => n + each.failed, 0),
    skipped: all.reduce((n, each) => n + each.skipped, 0),
    failures: all.flatMap((each) => each.failures),
  };
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly VitestFile[];
}

interface VitestFile {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly { status: string; fullName: string; failureMessages: readonly string[] }[];
}

/** A file that could not be loaded, or whose hooks failed, counts as one failed test. */
export function vitestTotals(json: string): Totals {
  const report = JSON.parse(json) as VitestReport;
  const failures = report.testResults.filter((file) => file.status === 'failed').flatMap(failuresOf);
  return {
    passed: report.numPassedTests,
    failed: failures.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures,
  };
}

function failuresOf(file: VitestFile): string[] {
  const failed = file.assertionResults.filter((test) => test.status === 'failed');
  if (failed.length === 0) return [`${file.name}\n${file.message}`];
  return failed.map((test) => `${file.name} ${test.fullName}\n${test.failureMessages.join('\n')}`);
}

/** What unhandled.ts wrote: an error outside of every test makes vitest fail, and is in no report of its own. */
export function unhandledTotals(json: string): Totals {
  const failures = (JSON.parse(json) as readonly string[]).map((stack) => `outside of every test\n${stack}`);
  return { passed: 0, failed: failures.length, skipped: 0, failures };
}

interface GoEvent {
  readonly Action: string;
  readonly Package?: string;
  readonly ImportPath?: string;
  readonly Test?: string;
  readonly Output?: string;
}

/** Tests and subtests count; a package that failed without a failed test (it did not build, it crashed) is one more. */
export function goTotals(jsonLines: string): Totals {
  const events = jsonLines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as GoEvent);
  const ends = (action: string) => events.filter((event) => event.Action === action && event.Test);
  const failed = ends('fail');
  const withFailedTest = new Set(failed.map((event) => event.Package));
  const broken = events.filter((e) => e.Action === 'fail' && !e.Test && !withFailedTest.has(e.Package));
  return {
    passed: ends('pass').length,
    failed: failed.length + broken.length,
    skipped: ends('skip').length,
    failures: [...failed, ...broken].map((event) => describe(event, events)),
  };
}

function describe(failure: GoEvent, events: readonly GoEvent[]): string {
  const mine = (event: GoEvent) =>
    event.Action === 'build-output'
      ? !failure.Test && event.ImportPath?.split(' ')[0] === failure.Package
      : event.Action === 'output' && event.Package === failure.Package && event.Test === failure.Test;
  const printed = events.filter(mine).map((event) => event.Output);
  return `${[failure.Package, failure.Test].filter(Boolean).join('.')}\n${printed.join('')}`;
}
