/** Repositories that GitHub copies from a template, as GitHub Classroom had it do: all of it, as one commit. */
import type { StepResult } from '#services/classroom/accepting/acceptance.ts';
import { NotYet } from './stopped.ts';
import { orNothing, type Work } from './work.ts';

/** The copy, empty for a while; undefined where no template is named, or GitHub does not copy it for us. */
export async function copyTemplate(work: Work, description: string) {
  const { deps, rest, organisation, place, assignment } = work;
  const { template } = assignment.document;
  if (template === undefined) return undefined;
  const [template_owner = '', template_repo = ''] = template.split('/');
  const wish = { template_owner, template_repo, owner: organisation, name: place.repo, private: true, description };
  const made = (await mayCopy(work, { owner: template_owner, repo: template_repo }))
    ? await orNothing(rest.repos.createUsingTemplate(wish), 422)
    : undefined;
  const facts = { assignment: assignment.slug, template };
  if (!made) deps.log.warn(facts, 'GitHub does not copy the template: repositories begin with the starter code');
  return made;
}

/** Without the permission for workflows a copy of what holds some is made, and never filled. */
async function mayCopy({ rest, mayWriteWorkflows }: Work, template: Work['place']): Promise<boolean> {
  if (mayWriteWorkflows) return true;
  return !(await orNothing(rest.repos.getContent({ ...template, path: '.github/workflows' })));
}

export async function isCopy({ assignment, rest, place }: Work): Promise<boolean> {
  if (assignment.document.template === undefined) return false;
  return Boolean((await rest.repos.get(place)).data.template_repository);
}

/**
 * Waits for GitHub to fill the copy, and puts a commit without changes on its only one: GitHub opens no pull request
 * between equal branches. What has more commits is left alone.
 */
export async function beginCopy({ rest, place, acceptance }: Work): Promise<StepResult> {
  const ref = `heads/${acceptance.defaultBranch ?? 'main'}`;
  const head = await orNothing(rest.git.getRef({ ...place, ref }), 409);
  if (!head) throw new NotYet('GitHub has not copied the template yet.');
  const { data: first } = await rest.git.getCommit({ ...place, commit_sha: head.object.sha });
  if (first.parents.length > 0) return {};
  const message = 'Begin: what is pushed from here on is shown in the Feedback pull request';
  const wish = { ...place, message, tree: first.tree.sha, parents: [first.sha] };
  const { data: second } = await rest.git.createCommit(wish);
  // 422: something was pushed meanwhile, and that will do as well.
  await orNothing(rest.git.updateRef({ ...place, ref, sha: second.sha }), 422);
  return { rootSha: first.sha };
}
