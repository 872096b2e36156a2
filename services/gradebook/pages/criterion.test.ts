import { expect, it } from 'vitest';
import { criterion, judgement } from '../testing/classroom.ts';
import { criterionSection } from './criterion.ts';

it('a dropped test stands apart from what lost points, with the reason of the teacher', () => {
  const dropped = {
    name: 'TestTop',
    verdict: 'fail',
    weight: 0,
    visibility: 'visible',
    dropped: 'it was unclear',
  } as const;
  const text = String(
    criterionSection({
      criterion: criterion('tests', 10),
      scored: { name: 'tests', state: 'judged', credit: 1, points: 10, maxPoints: 10 },
      judgement: judgement(1, { cases: [{ ...dropped, cause: 'want 3' }] }),
      dropped: 1,
    }),
  );
  expect(text).toContain('one test was dropped and counts for nobody');
  expect(text).toMatch(/chip">dropped<\/span> <code>TestTop<\/code>[\s\S]*it was unclear/);
  expect(text).not.toMatch(/want 3|chip fail/);
});
