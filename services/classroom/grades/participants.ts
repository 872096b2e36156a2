import type { Queryable } from '#services/platform/database.ts';
import type { ParticipantFacts } from '../rules/facts.ts';
import type { Applied } from './assignments.ts';
import { loadChoices, loadOverrides } from './decisions.ts';
import { loadPeople } from './people.ts';
import { loadSubmissions } from './submissions.ts';

/** Everything that the grades of a course's participants depend on, by name; of one of them alone, with its groups. */
export async function loadParticipants(db: Queryable, courseId: number, applied: Applied, only?: number) {
  const people = await loadPeople(db, courseId, only);
  const wanted = only === undefined ? undefined : people.map(({ id }) => id);
  const overrides = Map.groupBy(await loadOverrides(db, applied.assignments), ({ participantId }) => participantId);
  const chosen = await loadChoices(db, applied.assignments);
  const choices = Map.groupBy(chosen, ({ participantId }) => participantId);
  const byStaff = chosen.filter((choice) => choice.byStaff).map(({ submissionId }) => submissionId);
  const submissionsOf = await loadSubmissions(db, applied, byStaff, wanted);
  return people.map(
    (person): ParticipantFacts => ({
      ...person,
      // Read when it is this one's turn.
      get submissions() {
        return submissionsOf(person.id);
      },
      overrides: overrides.get(person.id) ?? [],
      choices: choices.get(person.id) ?? [],
    }),
  );
}
