import { expect, test } from 'vitest';
import { changesText } from './import-grades.ts';

const change = { id: 1, name: 'Ada\u202E', key: 'lab', before: null, after: 5 };
const conflict = { id: 2, name: 'Ben', key: 'lab/docs', before: 8, exported: 9, after: 'excused' } as const;

test('changes and conflicts are told, and that a conflict holds all up', () => {
  expect(changesText({ changes: [change], conflicts: [conflict] })).toBe(
    `  ~ Ada·, lab: nothing → 5
  ! Ben, lab/docs: was 9, is 8 here and excused in the file
1 changes, 1 conflicts
Nothing was written; --overwrite takes what the file says
`,
  );
  expect(changesText({ changes: [change], conflicts: [conflict] }, { overwrite: true })).not.toContain('Nothing');
  expect(changesText({ changes: [], conflicts: [] }, { dryRun: true })).toContain('Nothing was written\n');
});
