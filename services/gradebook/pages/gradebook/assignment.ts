import { type HtmlSafeString, html } from '@prairielearn/html';
import type { AssignmentView } from '#services/classroom/gradebook/assignment.ts';
import { averages } from '#services/classroom/gradebook/columns.ts';
import { firstFull } from '#services/classroom/gradebook/first-full.ts';
import type { CaseFigures } from '#services/classroom/gradebook/test-figures.ts';
import { type Access, isAtLeast } from '#services/classroom/people/viewer.ts';
import { visible } from '#services/platform/text.ts';
import type { Page } from '../layout.ts';
import { percent, points, time } from '../words.ts';
import { barChart } from './bars.ts';
import { distribution, overTime } from './charts.ts';

/** How a class does at one assignment, and what its tests are worth. */
export function assignmentPage({ course, role }: Access, view: AssignmentView): Page {
  const href = `/courses/${course.slug}/assignments/${view.slug}`;
  const judged = view.grades.some(({ why }) => why.counting);
  const body = html`<h1>${view.title}</h1>
    <p class="lead">${points(view.maxPoints)} points${view.due ? html`, due ${time(view.due, course.timeZone)}` : ''}.</p>
    ${figures(view)}
    ${
      judged
        ? html`<div class="charts">${barChart(distribution(view))}${barChart(overTime(view, course.timeZone))}</div>
        ${tests(view)}${criteria(view)}${slowest(view)}${isAtLeast(role, 'teacher') ? likeness(href) : ''}`
        : html`<section class="notice"><h2>No result yet</h2><p>Figures appear with the first graded push.</p></section>`
    }`;
  const trail = [
    { href: `/courses/${course.slug}`, label: course.title },
    { href, label: view.title },
  ];
  return { title: `${course.title}: ${view.title}`, trail, body };
}

function figures({ grades }: AssignmentView): HtmlSafeString {
  const { mean, median } = averages(grades.flatMap((grade) => grade.points ?? []));
  const full = firstFull(grades);
  const handedIn = grades.filter(({ why }) => why.attempts.length > 0).length;
  const late = grades.filter(({ why }) => (why.counting?.daysLate ?? 0) > 0).length;
  const fact = (label: string, value: string) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
  return html`<dl class="figures">${fact('Handed in', `${handedIn} of ${grades.length}`)}
    ${fact('Mean', mean === undefined ? '–' : points(mean))}${fact('Median', median === undefined ? '–' : points(median))}
    ${fact('Late', String(late))}${fact('Full score', String(full.reached))}
    ${full.ms === undefined ? '' : fact('Half of these needed', `${span(full.ms)}, ${full.attempts} ${full.attempts === 1 ? 'attempt' : 'attempts'}`)}</dl>`;
}

/** Tests are measured, too: one that everybody passes, or nobody, tells nobody from anybody. */
function tests({ cases, titles }: AssignmentView): HtmlSafeString {
  if (cases.length === 0) return html``;
  const never = cases.filter(({ failed }) => failed === 0).length;
  const always = cases.filter(({ failed, runs }) => failed === runs).length;
  return html`<section id="cases"><h2>Cases by how many fail</h2>
    <p class="quiet">Of the runs that count: everybody fails ${count(always)}, nobody fails ${count(never)}.</p>
    <div class="scroll" role="region" aria-label="Cases" tabindex="0"><table class="rates"><thead><tr><th scope="col">Case</th>
      <th scope="col">Criterion</th><th scope="col">Fail</th><th scope="col">Flaky</th></tr></thead>
    <tbody>${cases.map((one) => caseRow(one, titles?.get(one.criterion)))}</tbody></table></div></section>`;
}

function caseRow(one: CaseFigures, title = one.criterion): HtmlSafeString {
  const note = one.failed === 0 ? 'nobody fails' : one.failed === one.runs ? 'all fail' : '';
  return html`<tr><th scope="row"><code>${visible(one.name, 200)}</code> ${
    note ? html`<span class="chip ${one.failed === 0 ? '' : 'fail'}">${note}</span>` : ''
  }${one.dropped ? html` <span class="chip">dropped</span>` : ''}</th><td>${visible(title, 100)}</td><td>${rate(one.failed, one.runs)}</td><td>${one.flaky || ''}</td></tr>`;
}

function criteria({ criteria: rows, titles }: AssignmentView): HtmlSafeString {
  return html`<section><h2>Criteria</h2><div class="scroll" role="region" aria-label="Criteria" tabindex="0"><table class="rates">
    <thead><tr><th scope="col">Criterion</th><th scope="col">Without full credit</th><th scope="col">Mean credit</th></tr></thead>
    <tbody>${rows.map(
      ({ name, failed, runs, credit }) =>
        html`<tr><th scope="row">${visible(titles?.get(name) ?? name, 100)} <small><code>${name}</code></small></th><td>${rate(failed, runs)}</td><td>${percent(credit)}</td></tr>`,
    )}</tbody></table></div></section>`;
}

function slowest({ slowest: runs }: AssignmentView): HtmlSafeString {
  if (runs.length === 0) return html``;
  return html`<section><h2>Slowest runs</h2><div class="scroll" role="region" aria-label="Slowest runs" tabindex="0"><table class="rates">
    <thead><tr><th scope="col">Participant</th><th scope="col">Time</th></tr></thead><tbody>${runs.map(
      ({ submissionId, participant, seconds }) =>
        html`<tr><th scope="row"><a href="/submissions/${submissionId}">${visible(participant, 80)}</a></th><td>${seconds.toFixed(1)} s</td></tr>`,
    )}</tbody></table></div></section>`;
}

function likeness(href: string): HtmlSafeString {
  return html`<section><h2>Likeness</h2><p>Every submission that counts, without the starter, as JPlag and Dolos read
    them. The README.txt in it says how to compare them.</p>
    <p><a class="button" href="${href}/likeness.zip" download>Download</a></p></section>`;
}

function rate(failed: number, runs: number): HtmlSafeString {
  return html`<meter min="0" max="${runs}" value="${failed}" aria-hidden="true"></meter> ${percent(failed / runs)}
    <small>${failed} of ${runs}</small>`;
}

function count(cases: number): string {
  return cases === 0 ? 'no case' : cases === 1 ? '1 case' : `${cases} cases`;
}

function span(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 90) return `${Math.round(minutes)} min`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`;
}
