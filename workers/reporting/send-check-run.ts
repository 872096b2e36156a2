import type { GitHub, RepositoryRef } from '#services/platform/github/app.ts';
import { isMore } from '#services/platform/github/pages.ts';
import { annotationsPerRequest, type CheckRunReport } from './render/check-run.ts';

export interface CheckRunTarget {
  readonly repository: RepositoryRef;
  readonly sha: string;
  /** Ours for this subject; GitHub keeps it as external id, so that a lost answer can be found again. */
  readonly subject: string;
  readonly pageUrl: string;
  /** GitHub's id, when we know it. */
  readonly known: number | undefined;
  /** An earlier try may have been carried out without our hearing of it. */
  readonly uncertain: boolean;
}

const name = 'Pushmark';

/**
 * Creates or updates the one check run of a subject; answers GitHub's id. One write, one more per further 50 annotations.
 * GitHub adds annotations to those that it has, so what an earlier try brought there is left out.
 */
export async function sendCheckRun(github: GitHub, target: CheckRunTarget, report: CheckRunReport): Promise<number> {
  const { rest } = await github.client(target.repository);
  const place = { owner: target.repository.owner, repo: target.repository.name };
  const had = await findHad(github, target);
  const [first = [], ...further] = chunks(report.annotations.slice(had?.annotated), annotationsPerRequest);
  const state = {
    status: report.status,
    ...(report.conclusion ? { conclusion: report.conclusion } : {}),
    details_url: target.pageUrl,
    external_id: target.subject,
  };
  const output = { title: report.title, summary: report.summary };
  const written = had
    ? await rest.checks.update({
        ...place,
        check_run_id: had.id,
        ...state,
        output: { ...output, annotations: [...first] },
      })
    : await rest.checks.create({
        ...place,
        name,
        head_sha: target.sha,
        ...state,
        output: { ...output, annotations: [...first] },
      });
  for (const annotations of further) {
    await rest.checks.update({
      ...place,
      check_run_id: written.data.id,
      output: { ...output, annotations: [...annotations] },
    });
  }
  return written.data.id;
}

interface Had {
  readonly id: number;
  /** How many annotations GitHub has already. */
  readonly annotated: number;
}

/** The check run that GitHub has of the subject, as far as we know; asked for when an earlier try may have changed it. */
async function findHad(github: GitHub, target: CheckRunTarget): Promise<Had | undefined> {
  const { known, uncertain, repository } = target;
  if (!uncertain) return known === undefined ? undefined : { id: known, annotated: 0 };
  if (known === undefined) return findOurs(github, target);
  const { rest } = await github.client(repository);
  const { data } = await rest.checks.get({ owner: repository.owner, repo: repository.name, check_run_id: known });
  return { id: known, annotated: data.output.annotations_count };
}

/**
 * Check runs are recognised by our App's id and our external id, never by their name. All have one name, and a commit
 * that was graded again has several, of which GitHub would list the latest only.
 */
async function findOurs(github: GitHub, target: CheckRunTarget): Promise<Had | undefined> {
  const { rest } = await github.client(target.repository);
  const query = {
    owner: target.repository.owner,
    repo: target.repository.name,
    ref: target.sha,
    app_id: github.appId,
    filter: 'all',
    per_page: 100,
  } as const;
  for (let page = 1; ; page++) {
    const { data, headers } = await rest.checks.listForRef({ ...query, page });
    const ours = data.check_runs.find((run) => run.external_id === target.subject);
    if (ours) return { id: ours.id, annotated: ours.output.annotations_count };
    if (!isMore(headers)) return undefined;
  }
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
