import { type HtmlSafeString, html } from '@prairielearn/html';
import type { Access } from '#services/classroom/people/viewer.ts';
import type { ErroredRun } from '#services/classroom/results/attention.ts';
import { visible } from '#services/platform/text.ts';
import { time } from './words.ts';

/** Runs that were given up, by cause: nobody is forgotten, and one command has all of a cause graded. */
export function erroredSection(
  runs: readonly ErroredRun[],
  course: Access['course'],
  mayRetry: boolean,
): HtmlSafeString {
  const { ours = [], denied = [] } = Object.groupBy(runs, (run) => (run.ours ? 'ours' : 'denied'));
  const how = html`${mayRetry ? 'with the button, or with' : 'a teacher can, or whoever runs the server with'} the command of each cause.`;
  const lists = (of: readonly ErroredRun[]) => {
    const causes = [...Map.groupBy(of, ({ why }) => why)].sort(([, one], [, other]) => other.length - one.length);
    return causes.map(([why, ofCause]) => causeList(why, ofCause, course, mayRetry));
  };
  return html`${
    ours.length === 0
      ? ''
      : html`<section id="errored"><h2>Not graded, and it is our trouble</h2>
    <p>It costs nobody anything: no points, no attempt, no late day. Once the trouble is over, have
    them graded: ${how}</p>${lists(ours)}</section>`
  }${
    denied.length === 0
      ? ''
      : html`<section id="unavailable"><h2>Not graded: GitHub does not give out the files</h2>
    <p>Each is the newest commit of its student, and no attempt. Where the App was denied access by mistake, give it
    back: that has them graded. To ask GitHub once more: ${how}</p>${lists(denied)}</section>`
  }`;
}

function causeList(
  why: string,
  runs: readonly ErroredRun[],
  { slug, timeZone }: Access['course'],
  mayRetry: boolean,
): HtmlSafeString {
  return html`<h3>${visible(why, 300)} <small>${runs.length} ${runs.length === 1 ? 'run' : 'runs'}</small></h3>
    ${
      mayRetry
        ? html`<form class="inline" method="post" action="/courses/${slug}/retry">
      <input type="hidden" name="cause" value="${why}" /><button>Grade them again</button></form>`
        : ''
    }<p><code>npx pushmark retry --course ${slug} --cause ${quoted(why)}</code></p>
    <div class="scroll" role="region" aria-label="Runs given up: ${visible(why, 100)}" tabindex="0"><table>
    <thead><tr><th scope="col">Participant</th><th scope="col">Assignment</th><th scope="col">Given up</th></tr></thead>
    <tbody>${runs.map(
      (run) =>
        html`<tr><th scope="row"><a href="/submissions/${run.submissionId}?run=${run.runId}">${run.participant}</a></th>
          <td>${run.assignment}</td><td>${time(run.at, timeZone)}</td></tr>`,
    )}</tbody></table></div>`;
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return `'${visible(text, 300).replaceAll("'", `'\\''`)}'`;
}
