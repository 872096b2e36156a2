import { type HtmlSafeString, html } from '@prairielearn/html';
import { type Done, doneOf, type Progress, progressOf } from '#services/classroom/marking/progress.ts';
import type { Work } from '#services/classroom/marking/work.ts';

type Assignment = Work['assignment'];

/** How far each is, for each assignment that has something to mark. */
export function progressTable(href: string, work: readonly Work[], mayDeal: boolean): HtmlSafeString {
  const assignments = [...new Map(work.map(({ assignment }) => [assignment.id, assignment])).values()];
  const hands = progressOf(work);
  const all = Map.groupBy(work, ({ assignment }) => assignment.id);
  const total: Progress = {
    ...{ who: 'Together', ...doneOf(work) },
    by: new Map([...all].map(([id, some]) => [id, doneOf(some)])),
  };
  return html`<div class="scroll" role="region" aria-label="Progress" tabindex="0"><table class="people marking"><thead><tr><th scope="col">Who</th>
    ${assignments.length > 1 ? html`<th scope="col">All</th>` : ''}${assignments.map(({ title }) => html`<th scope="col">${title}</th>`)}
    ${mayDeal ? html`<td></td>` : ''}</tr></thead>
    <tbody>${hands.map((hand) => row(hand, assignments, mayDeal ? takeBack(href, hand) : undefined))}
    ${hands.length > 1 ? row(total, assignments, mayDeal ? html`<td></td>` : undefined) : ''}</tbody></table></div>`;
}

function row(
  { who, by, ...sum }: Progress,
  assignments: readonly Assignment[],
  last: HtmlSafeString | undefined,
): HtmlSafeString {
  return html`<tr><th scope="row">${who ?? html`<span class="quiet">dealt to nobody</span>`}</th>
    ${assignments.length > 1 ? cell(sum) : ''}${assignments.map(({ id }) => cell(by.get(id)))}${last ?? ''}</tr>`;
}

function cell(found: Done | undefined): HtmlSafeString {
  if (!found) return html`<td><span class="quiet">nothing</span></td>`;
  const { done, all } = found;
  return html`<td>${done} of ${all} <meter min="0" max="${all}" value="${done}" aria-hidden="true"></meter></td>`;
}

function takeBack(href: string, { who, done, all }: Progress): HtmlSafeString {
  if (who === undefined || done === all) return html`<td></td>`;
  return html`<td><form method="post" action="${href}/take-back"><input type="hidden" name="login" value="${who}" />
    <button aria-label="Take back what ${who} has not marked">Take back</button></form></td>`;
}
