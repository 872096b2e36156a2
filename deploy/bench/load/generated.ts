import { type FileTree, tree } from '#services/classroom/trees.ts';

/** The size of a generated assignment. */
export interface Shape {
  readonly name: string;
  /** Packages with hidden tests. */
  readonly packages: number;
  /** Functions in each, with a hidden test and a test of the student's own. */
  readonly functions: number;
  readonly race: boolean;
}

/** One small package without race detector; several packages with everything. */
export const SHAPES: readonly Shape[] = [
  { name: 'generated-small', packages: 1, functions: 4, race: false },
  { name: 'generated-wide', packages: 3, functions: 12, race: true },
];

/** The files of an assignment folder: every function sorts and folds a map, so that there is something to compile. */
export function generate({ name, packages, functions, race }: Shape): FileTree {
  const files: [string, string][] = [['assignment.yaml', yaml(name, race)]];
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
  for (const side of ['starter', 'reference'])
    files.push([`${side}/go.mod`, `module example.com/${name}\n\ngo 1.26\n`]);
  for (const p of numbers(packages)) {
    const all = numbers(functions);
    const own = all.map((f) => test(`TestOwn${f}`, f, 2)).join('\n');
    files.push([`starter/p${p}/p.go`, `package p${p}\n\n${all.map(stub).join('\n')}`]);
    files.push([`reference/p${p}/p.go`, header(p, ['sort', 'strings']) + all.map(body).join('\n')]);
    files.push([`reference/p${p}/own_test.go`, header(p, ['testing']) + own]);
    files.push([`tests/p${p}/hidden_test.go`, hidden(p, all)]);
  }
  return tree(files.map(([path, text]) => [path, Buffer.from(text)] as const));
}

function yaml(name: string, race: boolean): string {
  const raced = race ? '  - check: race\n    points: 20\n' : '';
  const own = '  - check: coverage\n    points: 20\n    options:\n      packages: ["p*"]\n';
  return `title: ${name}\nrubric:\n  - check: tests\n    points: 60\n${raced}${own}`;
}

function header(p: number, imports: readonly string[]): string {
  return `package p${p}\n\nimport (\n${imports.map((path) => `\t"${path}"\n`).join('')})\n\n`;
}

function stub(f: number): string {
  return `func F${f}(words []string) string {\n\tpanic("not written yet")\n}\n`;
}

function body(f: number): string {
  return `func F${f}(words []string) string {
	counts := map[string]int{}
	for _, word := range words {
		counts[strings.ToLower(word)] += ${f}
	}
	keys := make([]string, 0, len(counts))
	for key := range counts {
		keys = append(keys, key)
	}
	sort.Slice(keys, func(i, j int) bool {
		return counts[keys[i]] > counts[keys[j]] || counts[keys[i]] == counts[keys[j]] && keys[i] < keys[j]
	})
	return strings.Join(keys, ",")
}
`;
}

function test(name: string, f: number, times: number): string {
  return `func ${name}(t *testing.T) {
	for range ${times} {
		if got := F${f}([]string{"b", "a", "A"}); got != "a,b" {
			t.Errorf("F${f} = %q, want %q", got, "a,b")
		}
	}
}
`;
}

function hidden(p: number, all: readonly number[]): string {
  const side = all.map((f) => `\tt.Run("F${f}", func(t *testing.T) { t.Parallel(); F${f}([]string{"x", "y"}) })\n`);
  const beside = `func TestBesideEachOther(t *testing.T) {\n${side.join('')}}\n`;
  const each = all.map((f) => test(`TestHidden${f}`, f, 20)).join('\n');
  return `${header(p, ['testing'])}${each}\n${beside}`;
}
