/** Reader of `go vet -json`: one JSON object per package, one after the other, with `# package` lines between them. */
export interface VetFinding {
  readonly analyzer: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const PLACE = /^(.{1,500}):(\d{1,7}):(\d{1,7})$/;

/** All diagnostics; undefined when the text is none of vet's. */
export function readVet(text: string): readonly VetFinding[] | undefined {
  const findings: VetFinding[] = [];
  for (const document of documents(text)) {
    const parsed = parse(document);
    if (!isObject(parsed)) return undefined;
    for (const analyzers of Object.values(parsed)) {
      if (!isObject(analyzers)) return undefined;
      for (const [analyzer, list] of Object.entries(analyzers)) findings.push(...diagnostics(analyzer, list));
    }
  }
  return findings;
}

/** An analyzer that failed has `{error}` in the place of its list; that is no fault of the student's. */
function diagnostics(analyzer: string, list: unknown): readonly VetFinding[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((one: unknown) => {
    if (!isObject(one) || typeof one.posn !== 'string' || typeof one.message !== 'string') return [];
    const place = PLACE.exec(one.posn);
    if (!place) return [];
    return [{ analyzer, file: place[1]!, line: Number(place[2]), column: Number(place[3]), message: one.message }];
  });
}

/** Top-level objects start with `{` and end with `}` in the first column, since vet indents what is inside. */
function documents(text: string): readonly string[] {
  const list: string[] = [];
  let open: string[] = [];
  for (const line of text.split('\n')) {
    if (open.length === 0 && (line.startsWith('#') || line.trim() === '')) continue;
    open.push(line);
    if (line === '}' || (open.length === 1 && line === '{}')) {
      list.push(open.join('\n'));
      open = [];
    }
  }
  return open.length > 0 ? [...list, open.join('\n')] : list;
}

function parse(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
