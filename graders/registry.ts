/** Every check there is. A new one is a folder here and a line below; see graders/README.md. */
import benchmarks from './benchmarks/index.ts';
import build from './build/index.ts';
import type { Check } from './check.ts';
import coverage from './coverage/index.ts';
import format from './format/index.ts';
import race from './race/index.ts';
import tests from './tests/index.ts';
import vet from './vet/index.ts';

/** By the word that a rubric uses. */
export const checks: ReadonlyMap<string, Check> = new Map(
  [build, tests, race, coverage, benchmarks, vet, format].map((check: Check) => [check.name, check]),
);

/** Checks that a rubric may name already although they are not built: such a criterion is pending, outside the maximum. */
export const announced: readonly string[] = [
  'ast-rules',
  'binary-inspect',
  'compile-fail',
  'complexity',
  'cross-compile',
  'escape-analysis',
  'fuzz',
  'gc-metrics',
  'go-generate',
  'godoc',
  'goroutine-leak',
  'gosec',
  'govulncheck',
  'lint-suite',
  'load',
  'mod-hygiene',
  'mutation',
  'pprof',
  'services',
  'static-config',
  'staticcheck',
];
