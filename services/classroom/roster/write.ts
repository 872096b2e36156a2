import { type WriteOptions, writeCsv } from '#services/classroom/csv/write.ts';
import { COLUMN, FIELDS, type Person } from './person.ts';

/** The roster as a CSV that the import takes unchanged. */
export function writeRoster(people: readonly Person[], options?: WriteOptions): string {
  const rows = people.map((person) => FIELDS.map((field) => person[field] ?? ''));
  return writeCsv([FIELDS.map((field) => COLUMN[field]), ...rows], options);
}
