import type { Limits } from '#graders/check.ts';
import { many, type Queryable } from '#services/platform/database.ts';
import type { AssignmentDocument } from '../assignment/document.ts';
import { type Digest, listTree, type Store } from '../trees.ts';
import type { Regrade } from './proposal.ts';

/** What a run was judged by. */
interface Judged {
  /** Of the assignment's folder, by path; undefined: it is not kept any more. */
  readonly files: ReadonlyMap<string, Digest> | undefined;
  readonly document: Partial<Pick<AssignmentDocument, 'limits' | 'go'>>;
  /** Empty: not known yet. */
  readonly images: readonly string[];
}

/** Runs of a regrade that were made under one version, in place of runs that were made under one. */
interface Row {
  readonly commits: number;
  readonly was: Version;
  readonly is: Version;
}

interface Version {
  readonly bundle: Digest;
  readonly document: Judged['document'];
  readonly images: string[] | null;
}

const version = (v: string, run: string) => `json_build_object('bundle', ${v}.bundle, 'document', ${v}.document,
    'images', json_agg(distinct ${run}.versions ->> 'image') filter (where ${run}.versions ->> 'image' is not null))`;

const rowsSql = `
  select count(*)::int as commits, ${version('old', 'o')} as was, ${version('own', 'r')} as is
  from jsonb_array_elements_text($1) wanted join run r on r.id = wanted::bigint
    cross join lateral (select run_id from run_choice where submission_id = r.submission_id and run_id < r.id
      order by id desc limit 1) c
    join run o on o.id = c.run_id join assignment_version old on old.id = o.version_id
    join assignment_version own on own.id = r.version_id
  group by old.id, own.id order by commits desc, old.id limit 3`;

/** What judges otherwise in a regrade than in the runs that it is to replace, in words: files, limits, image. */
export async function whatJudges(db: Queryable, store: Store, { change }: Regrade): Promise<string[]> {
  const rows = await many<Row>(db, rowsSql, [JSON.stringify(change.runs)]);
  const found: string[] = [];
  for (const { commits, was, is } of rows) {
    const words = otherJudging(await judgedBy(store, was), await judgedBy(store, is));
    found.push(...words.map((one) => (rows.length > 1 ? `${commits} commits: ${one}` : one)));
  }
  return found;
}

async function judgedBy(store: Store, { bundle, document, images }: Version): Promise<Judged> {
  return { files: await listTree(store, bundle), document, images: images ?? [] };
}

/** What is another between two of them, in words. */
export function otherJudging(was: Judged, is: Judged): string[] {
  const words = [...otherFiles(was.files, is.files), ...otherLimits(was.document, is.document), ...otherImage(was, is)];
  return words.length > 0 ? words : ['Files and limits are as they were.'];
}

function otherFiles(was: Judged['files'], is: Judged['files']): string[] {
  if (!was || !is) return ['which files have changed cannot be told any more'];
  const changed = [...is.keys()].filter((path) => was.has(path) && was.get(path) !== is.get(path));
  const added = [...is.keys()].filter((path) => !was.has(path));
  const gone = [...was.keys()].filter((path) => !is.has(path));
  return [...listed('changed', changed), ...listed('new', added), ...listed('gone', gone)];
}

/** Paths that are named; of the others there is a number. */
const NAMED = 12;

function listed(how: string, paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  const more = paths.length > NAMED ? ` and ${paths.length - NAMED} more` : '';
  return [`${how}: ${paths.toSorted().slice(0, NAMED).join(', ')}${more}`];
}

const limitWords: Readonly<Record<keyof Limits, string>> = {
  testMs: 'milliseconds of a test',
  runMs: 'milliseconds of all tests',
  compileMs: 'milliseconds of building',
  memoryBytes: 'bytes of memory',
  processes: 'processes',
  outputBytes: 'bytes of output',
};

function otherLimits(was: Judged['document'], is: Judged['document']): string[] {
  const names = Object.keys(limitWords) as (keyof Limits)[];
  return [
    ...names.flatMap((name) => otherwise(limitWords[name], was.limits?.[name], is.limits?.[name])),
    ...otherwise('Go', was.go, is.go),
  ];
}

function otherwise(what: string, was: unknown, is: unknown): string[] {
  return was === is ? [] : [`${what}: ${was ?? 'none'} → ${is ?? 'none'}`];
}

/** Only once there is a run that says which it was. */
function otherImage({ images: was }: Judged, { images: is }: Judged): string[] {
  if (was.length === 0 || is.length === 0 || is.every((image) => was.includes(image))) return [];
  const short = (images: readonly string[]) => images.map((image) => image.slice(0, 19)).join(', ');
  return [`image: ${short(was)} → ${short(is)}`];
}
