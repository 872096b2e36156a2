import { type HtmlSafeString, html } from '@prairielearn/html';
import type { RunResult } from '#services/classroom/results/run.ts';
import type { Machine } from '#services/classroom/runs/machine.ts';
import { visible } from '#services/platform/text.ts';
import { phaseChart } from './phase-chart.ts';
import { time } from './words.ts';

/** What judged a run, where and when, and what that took: for whoever doubts it, or wants to do it again. */
export function runFacts(run: RunResult, machines: readonly Machine[], timeZone: string): HtmlSafeString {
  const { id, mode = '', versions, startedAt, seed = '' } = run;
  const judged = Object.entries({ run: String(id), judging: mode, seed, ...versions }).filter(([, value]) => value);
  return html`<section class="facts"><h2>How this was found out</h2>${phaseChart(run)}
    <dl class="versions">${judged.map(([key, value]) => fact(key, html`<code>${visible(value, 200)}</code>`))}
    ${startedAt ? fact('began', time(startedAt, timeZone)) : ''}
    ${machines.map((machine, i) => fact(i === 0 ? 'worker' : 'then', inWords(machine)))}</dl></section>`;
}

function inWords({ worker, cores, load, lanes, busy }: Machine): HtmlSafeString {
  return html`<code>${visible(worker, 100)}</code>: ${busy} of ${lanes === 1 ? '1 lane' : `${lanes} lanes`} busy,
    load ${load.toFixed(2)} on each of ${cores === 1 ? '1 core' : `${cores} cores`}`;
}

function fact(name: string, value: string | HtmlSafeString): HtmlSafeString {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}
