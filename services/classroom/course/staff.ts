import type { Staff } from './document.ts';
import type { StaffYaml } from './rules-schema.ts';

/** Who teaches, logins in lower case; `tell` is told what is wrong, by login as written. */
export function readStaff(yaml: StaffYaml, tell: (login: string, message: string) => void): Staff[] {
  const read = new Map<string, Staff>();
  for (const [written, entry] of Object.entries(yaml)) {
    const login = written.toLowerCase();
    const problem = !/^[a-z0-9][a-z0-9_-]{0,38}$/.test(login)
      ? 'is no login of GitHub'
      : read.has(login) && 'is there twice (upper and lower case are the same)';
    if (problem) tell(written, problem);
    const { role, sections = [] } = typeof entry === 'string' ? { role: entry } : entry;
    if (role === 'teacher' && sections.length > 0) tell(written, 'a teacher is for all sections; remove sections');
    read.set(login, { login, role, sections: [...new Set(sections)] });
  }
  return [...read.values()];
}
