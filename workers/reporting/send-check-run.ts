import type { GitHub, RepositoryRef } from '#services/platform/github/app.ts';
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

/** Creates or updates the one check run of a subject; answers GitHub's id. One write, one more per further 50 annotations. */
export async function sendCheckRun(github: GitHub, target: CheckRunTarget, report: CheckRunReport): Promise<number> {
  const { rest } = await github.client(target.repository);
  const place = { owner: target.repository.owner, repo: target.repository.name };
  const id = target.known ?? (target.uncertain ? await findOurs(github, target) : undefined);
  const [first = [], ...further] = chunks(report.annotations, annotationsPerRequest);
  const state = {
    status: report.status,
    ...(report.conclusion ? { conclusion: report.conclusion } : {}),
    details_url: target.pageUrl,
    external_id: target.subject,
  };
  const output = { title: report.title, summary: report.summary };
  const written = id
    ? await rest.checks.update({ ...place, check_run_id: id, ...state, output: { ...output, annotations: [...first] } })
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

/** Check runs are recognised by our App's id and our external id, never by their name. */
async function findOurs(github: GitHub, target: CheckRunTarget): Promise<number | undefined> {
  const { rest } = await github.client(target.repository);
  const { data } = await rest.checks.listForRef({
    owner: target.repository.owner,
    repo: target.repository.name,
    ref: target.sha,
    app_id: github.appId,
    per_page: 100,
  });
  return data.check_runs.find((run) => run.external_id === target.subject)?.id;
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
