import { bin, extent } from 'd3-array';
import type { AssignmentView } from '#services/classroom/gradebook/assignment.ts';
import { points } from '../words.ts';
import type { BarChart } from './bars.ts';

const TENTHS = 10;

/** Grades by tenths of what can be had; every point has a bar of its own. */
export function distribution({ grades, maxPoints }: AssignmentView): BarChart {
  const values = grades.flatMap((grade) => grade.points ?? []);
  const counts = Array.from({ length: TENTHS + 1 }, () => 0);
  for (const value of values) counts[Math.min(TENTHS, Math.floor((TENTHS * value) / Math.max(maxPoints, 1e-9)))]! += 1;
  const edge = (i: number) => points((maxPoints * i) / TENTHS);
  const labelOf = (i: number) => (i === TENTHS ? `${edge(i)}` : `${edge(i)} to below ${edge(i + 1)}`);
  return {
    ...{ title: 'Grades', key: 'full score' },
    description: `${values.length} grades; ${counts[TENTHS]} have every point, ${counts[0]} less than ${edge(1)}.`,
    heads: ['Points', 'Participants'],
    bars: counts.map((value, i) => ({ label: labelOf(i), value, tick: edge(i), accent: i === TENTHS })),
  };
}

/** Hand-ins by the hour or longer, those after the due date standing out. */
export function overTime({ grades, due }: AssignmentView, timeZone: string): BarChart {
  const times = grades.flatMap(({ why }) => why.attempts.map(({ at }) => at.getTime()));
  const [from = 0, to = 0] = extent(times);
  const step = Math.max(3_600_000, Math.ceil((to - from) / 28 / 3_600_000) * 3_600_000);
  const origin = due ? due.getTime() - Math.ceil((due.getTime() - from) / step) * step : from;
  const edges = Array.from({ length: Math.min(40, Math.floor((to - origin) / step) + 1) }, (_, i) => origin + i * step);
  const bins =
    times.length === 0
      ? []
      : bin()
          .domain([origin, origin + edges.length * step])
          .thresholds(edges.slice(1))(times);
  const late = due ? times.filter((at) => at > due.getTime()).length : 0;
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone });
  const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const every = Math.ceil(bins.length / 7);
  return {
    ...{ title: 'Hand-ins over time', key: late > 0 ? 'after the due date' : undefined },
    description: `${times.length} hand-ins${due ? `, ${late} of them after the due date, ${moment.format(due)}` : ''}.`,
    heads: ['From', 'Hand-ins'],
    bars: bins.map((found, i) => {
      const at = edges[i] ?? origin;
      const accent = due !== undefined && at >= due.getTime();
      return { label: moment.format(at), value: found.length, tick: i % every === 0 ? day.format(at) : '', accent };
    }),
  };
}
