import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Remark } from '#services/classroom/results/marks.ts';
import type { Finding, RunResult } from '#services/classroom/results/run.ts';
import { visible } from '#services/platform/text.ts';

/** What is said about a line, by a check or by a person. */
export interface Said {
  readonly file: string;
  /** From 1; 0: the whole file. */
  readonly line: number;
  readonly by: 'check' | 'person';
  readonly text: HtmlSafeString;
}

/** A submission's number, what people say about it, and whether who looks may say and take back. */
export interface Remarked {
  readonly submissionId: number;
  readonly remarks: readonly Remark[];
  readonly mayMark: boolean;
}

/** Everything that is said about lines, as far as the run was given to be seen. */
export function saidAbout(run: RunResult | undefined, remarked: Remarked): Said[] {
  const judged = (run?.criteria ?? []).flatMap(({ judgement }) => judgement?.findings ?? []);
  const findings = [...(run?.findings ?? []), ...judged];
  return [...findings.map(ofCheck), ...remarked.remarks.map((remark) => ofPerson(remark, remarked))];
}

function ofCheck({ file, line, level, rule, message }: Finding): Said {
  const text = html`<span class="chip ${level}">${rule}</span> ${visible(message, 500)}`;
  return { file, line: Math.max(0, line), by: 'check', text };
}

function ofPerson({ id, file, line, text, madeBy }: Remark, { submissionId, mayMark }: Remarked): Said {
  const remove = html`<form class="row" method="post" action="/submissions/${submissionId}/remarks/${id}/remove"><button class="plain">remove</button></form>`;
  const said = html`<span class="chip">${madeBy}</span> ${visible(text, 4000)} ${mayMark ? remove : ''}`;
  return { file, line, by: 'person', text: said };
}
