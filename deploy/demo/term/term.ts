import { openOwner } from '#services/boot.ts';
import { syncCourse } from '#services/classroom/course/sync.ts';
import { signIn } from '#services/classroom/people/sign-in.ts';
import type { Account } from '#services/classroom/people/viewer.ts';
import { importRoster } from '#services/classroom/roster/import.ts';
import { readRoster } from '#services/classroom/roster/read.ts';
import { databaseStore } from '#services/classroom/store.ts';
import type { Config } from '#services/platform/config.ts';
import { one, transaction } from '#services/platform/database.ts';
import type { Log } from '#services/platform/log.ts';
import { students } from '../classroom/students.ts';
import { changePoints, changeTests, firstDue } from './course.ts';
import { askForRegrade, writeDecisions, writeHistory } from './history.ts';
import { classmates, rosterCsv } from './people.ts';

/**
 * Puts the ten who have just pushed into a term: a roster of thirty, a history of attempts, an extension, a request to
 * be answered, and a change of points and a regrade that wait for a decision.
 */
export async function playTerm(config: Config, log: Log, now: Date, accounts: readonly Account[]): Promise<void> {
  const owner = await openOwner(config, log);
  try {
    const logins = [...students.map(({ login }) => login), ...classmates];
    const roster = readRoster(Buffer.from(rosterCsv(logins)), 'roster.csv');
    await transaction(owner.database, async (tx) => {
      const { id } = await one<{ id: number }>(tx, `select id from course where slug = 'go'`);
      await importRoster(tx, id, roster, { actor: { login: 'teacher' } });
      for (const { githubId, login } of accounts) await signIn(tx, { githubId, login });
      await writeHistory(tx, classmates, firstDue(now));
      await writeDecisions(tx, firstDue(now));
    });
    await Promise.all([changePoints(config.course), changeTests(config.course)]);
    await syncCourse(owner.database, databaseStore(owner.database), config.course);
    await transaction(owner.database, askForRegrade);
  } finally {
    await owner.close();
  }
}
