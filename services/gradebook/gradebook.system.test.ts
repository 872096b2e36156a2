import { gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { databaseStore } from '#services/classroom/store.ts';
import { putTree, type Store, tree } from '#services/classroom/trees.ts';
import { execute } from '#services/platform/database.ts';
import { type TestDatabase, testDatabase } from '#services/platform/testing/postgres.ts';
import { testGradebook } from './testing/app.ts';
import { expectWellMade, goBy, startBrowser } from './testing/browser.ts';
import { criterion, judgement, type SeededSubmission, seedCourse, seedSubmission } from './testing/classroom.ts';

const hostile =
  '</pre><script>window.owned = true</script><img src=x onerror="window.owned=true">\u0007\u202e@everyone';

let database: TestDatabase;
let app: FastifyInstance;
let browser: Browser;
let store: Store;
let origin: string;
let submission: number;
let waiting: number;

beforeAll(async () => {
  database = await testDatabase();
  store = databaseStore(database.owner);
  await seed();
  app = await testGradebook(database.web);
  origin = await app.listen({ port: 0, host: '127.0.0.1' });
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await app?.close();
  await database?.close();
});

async function seed() {
  const rubric = [
    criterion('unit', 60, {
      title: 'Hidden tables: empty, unknown, duplicate',
      options: { visibility: { panic: 'hidden' } },
    }),
    criterion('race', 40, { title: 'No data race', check: 'race' }),
    criterion('mutants', 10, { title: 'Your tests notice planted mistakes', check: 'mutation', state: 'pending' }),
  ];
  const { course, assignments } = await seedCourse(database.owner, 'go', { gradebook: rubric, crawler: rubric });
  const assignment = assignments.get('gradebook')!;
  const code = tree([
    ['book/book.go', Buffer.from('package book\n\nfunc Top(n int) []int {\n\treturn nil // <b>bold</b>\n}\n')],
  ]);
  const base = { course: course.id, assignment, repository: 1, receivedAt: '2026-11-20T22:57:41Z' };
  const unit = judgement(0.5, {
    summary: '4 of 8 tests passed',
    cases: [
      { name: 'book.TestTop/empty', verdict: 'pass', weight: 1, visibility: 'visible', wallMs: 3 },
      {
        name: 'book.TestTop/more',
        verdict: 'fail',
        weight: 1,
        visibility: 'visible',
        cause: 'the values differ',
        input: 'Top(3)',
        got: hostile,
        want: '[3 2 1]',
        reproduce: "go test ./book -run '^TestTop$/^more$'",
        hint: 'What happens when n is larger than the list?',
      },
      {
        name: 'book.TestTop/panic',
        verdict: 'fail',
        weight: 1,
        visibility: 'hidden',
        cause: 'panic: index out of range',
        output: hostile.repeat(20),
      },
      { name: 'book.TestLuck', verdict: 'fail', weight: 1, visibility: 'visible', cause: 'too late', flaky: true },
    ],
    findings: [
      { rule: 'panic', level: 'error', file: 'book/book.go', line: 4, message: `index out of range ${hostile}` },
    ],
  });
  const made = await seedSubmission(database.owner, {
    ...base,
    participant: 'first-student-with-a-very-long-name-that-does-not-end',
    sha: 'a'.repeat(40),
    tree: await putTree(store, code),
    judgements: { unit, race: judgement(1) },
  });
  submission = made.submission;
  for (let i = 0; i < 12; i++) {
    const judgements = { unit: judgement(i / 11), race: judgement(i % 2) };
    const who = {
      participant: `student-${i}`,
      repository: 10 + i,
      sha: `${i}`.repeat(40).slice(0, 40),
      tampering: i === 3 ? ['exit 0 without completion'] : [],
    };
    await seedSubmission(database.owner, { ...base, ...who, judgements });
  }
  const queued = await seedSubmission(database.owner, {
    ...base,
    participant: 'waiting-student',
    repository: 99,
    sha: 'b'.repeat(40),
    state: 'queued',
  });
  waiting = queued.submission;
  await seedErrored(base);
  await seedAnswered({ ...base, judgements: { unit, race: judgement(1) } });
}

type Base = Pick<SeededSubmission, 'course' | 'assignment' | 'repository' | 'receivedAt' | 'judgements'>;

async function seedErrored(base: Base) {
  for (const [n, error] of ["Docker wasn't there.", "Docker wasn't there.", 'The disk was full.'].entries()) {
    const who = { participant: `unlucky-${n}`, repository: 200 + n, sha: `${n}`.repeat(40), state: 'errored' };
    const { run } = await seedSubmission(database.owner, { ...base, ...who, judgements: {} });
    await database.owner.query('update run set error = $2 where id = $1', [run, error]);
  }
}

/** Two pushes of the last hour that took 2 s and 4 s. */
async function seedAnswered(base: Base) {
  for (const seconds of [2, 4]) {
    const who = { participant: `quick-${seconds}`, repository: 300 + seconds, sha: `${seconds}`.repeat(40) };
    const receivedAt = new Date(Date.now() - 60_000).toISOString();
    const { run } = await seedSubmission(database.owner, { ...base, ...who, receivedAt });
    await database.owner.query(
      `insert into check_run (subject, repository_id, github_id, sha, digest, completed, told_at)
       values ($1, $2, 1, '', '', true, $3::timestamptz + make_interval(secs => $4))`,
      [`run:${run}`, who.repository, receivedAt, seconds],
    );
  }
}

interface View {
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
  readonly javaScriptEnabled?: boolean;
}

async function open(path: string, view: View): Promise<Page> {
  const { width, colorScheme, javaScriptEnabled = true } = view;
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, javaScriptEnabled });
  const page = await context.newPage();
  await page.goto(origin + path);
  return page;
}

test.each(['courses', 'course', 'attention', 'assignment', 'export', 'api', 'submission', 'waiting', 'missing'])(
  'the %s page has no accessibility violation and does not overflow',
  async (name) => {
    const paths = {
      courses: '/',
      course: '/courses/go',
      attention: '/courses/go/attention',
      assignment: '/courses/go/assignments/gradebook',
      export: '/courses/go/export',
      api: '/api',
      submission: `/submissions/${submission}`,
      waiting: `/submissions/${waiting}`,
      missing: '/nowhere',
    };
    const page = await open(paths[name as keyof typeof paths], { width: 1440, colorScheme: 'light' });
    await expectWellMade(page, name);
    await page.context().close();
  },
);

test('the term of a course stands with its title, in the list of courses and on its page', async () => {
  const pages = () => Promise.all(['/', '/courses/go'].map(async (url) => (await app.inject({ url })).body));
  for (const body of await pages()) expect(body).not.toContain('autumn');
  await execute(database.owner, `update course set document = '{"term": "autumn <2026>"}'`);
  for (const body of await pages()) expect(body).toMatch(/Course go(<\/a>)? <small>autumn &lt;2026&gt;</);
});

describe('the gradebook', () => {
  const wide = { width: 1440, colorScheme: 'light' } as const;
  const names = (page: Page) => page.locator('.book tbody tr:visible th').allInnerTexts();

  it('shows each participant with points, signs in words and a way to the reasons', async () => {
    const page = await open('/courses/go', wide);
    const first = page.getByRole('row', { name: /first-student/ });
    expect(await first.textContent()).toMatch(/70/);
    expect(await page.getByRole('row', { name: /waiting-student/ }).textContent()).toContain('waiting');
    expect(await page.getByRole('row', { name: /student-3 / }).textContent()).toContain('contradicting');
    expect(await page.getByRole('row', { name: /unlucky-0/ }).textContent()).toContain('trouble');
    expect(await first.locator('th a').getAttribute('href')).toMatch(/^\/courses\/go\/participants\/\d+$/);
    expect(await first.locator('td a').first().getAttribute('href')).toMatch(
      /^\/courses\/go\/participants\/\d+\/gradebook$/,
    );
    expect(await page.locator('tfoot tr').nth(2).locator('td').nth(1).textContent()).toBe('19');
    await page.context().close();
  });

  it('finds rows while one writes, and is walked through by arrows', async () => {
    const page = await open('/courses/go', wide);
    await page.getByLabel('Find').fill('UNLUCKY');
    expect(await names(page)).toEqual(['unlucky-0', 'unlucky-1', 'unlucky-2']);
    await page.locator('.book tbody tr:visible td a').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    const where =
      'document.activeElement.closest("tr").cells[0].textContent + document.activeElement.parentElement.cellIndex';
    expect(await page.evaluate(where)).toBe('unlucky-13');
    expect(await page.locator('.book td a[tabindex="0"]').count()).toBe(1);
    await page.context().close();
  });

  it('keeps names and heads in sight, whichever way it is scrolled', async () => {
    const page = await open('/courses/go', { width: 420, colorScheme: 'light', javaScriptEnabled: true });
    await page.setViewportSize({ width: 420, height: 500 });
    // What one sees at a point of the window is the text of the cell there, unless something covers it.
    const seen = await page.evaluate<Record<string, unknown>>(`(() => {
      const scroll = document.querySelector('.scroll');
      scroll.scrollIntoView();
      scroll.scrollTo(scroll.scrollWidth, scroll.scrollHeight / 2);
      const { left, top } = scroll.getBoundingClientRect();
      const at = (x, y) => document.elementFromPoint(left + x, top + y).closest('th, td');
      const rows = [...document.querySelectorAll('.book tbody tr')];
      const low = rows.find((row) => row.getBoundingClientRect().top > top + 150).getBoundingClientRect();
      return {
        scrolled: scroll.scrollLeft > 0 && scroll.scrollTop > 0,
        corner: at(20, 20).textContent,
        head: at(scroll.clientWidth - 20, 20).closest('thead') !== null,
        name: at(20, low.top - top + low.height / 2).matches('tbody th'),
        moved: rows.some((row) => row.cells[0].getBoundingClientRect().left < left),
      };
    })()`);
    expect(seen).toEqual({ scrolled: true, corner: 'Participant', head: true, name: true, moved: false });
    await page.context().close();
  });

  it('is sorted and searched without JavaScript', async () => {
    const page = await open('/courses/go?search=student-1', { ...wide, javaScriptEnabled: false });
    await goBy(page.getByRole('link', { name: 'Assignment gradebook', exact: true }));
    expect(await names(page)).toEqual(['student-11', 'student-10', 'student-1']);
    expect(await page.getByRole('columnheader', { name: /Assignment gradebook/ }).getAttribute('aria-sort')).toBe(
      'descending',
    );
    await page.context().close();
  });

  it('sends its frame before any grade is computed', async () => {
    const { body } = await fetch(`${origin}/courses/go`);
    const { value: first } = await body!.pipeThrough(new TextDecoderStream()).getReader().read();
    expect(first).toContain('book.css');
    expect(first).not.toContain('<main');
  });

  it('is sent compressed to whoever takes that', async () => {
    const headers = { 'accept-encoding': 'gzip' };
    const packed = await app.inject({ url: '/courses/go', headers });
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    expect(gunzipSync(packed.rawPayload).toString()).toBe((await app.inject('/courses/go')).body);
  });
});

describe('what needs a look', () => {
  const text = async () => (await app.inject('/courses/go/attention')).body;

  it('says, as the gradebook does, how fast pushes of the last hour were answered', async () => {
    const said = '2 pushes were answered in the last hour: half of them within 3.0 s, 95 of 100 within 3.9 s.';
    expect(await text()).toContain(said);
    expect((await app.inject('/courses/go')).body).toContain(said);
  });

  it('lists by cause what we gave up, with the command that has it graded again', async () => {
    const body = await text();
    expect(body).toMatch(
      /Docker wasn&#39;t there. <small>2 runs<\/small>[\s\S]*The disk was full. <small>1 run<\/small>/,
    );
    expect(body).toContain('--cause &#39;Docker wasn&#39;\\&#39;&#39;t there.&#39;');
    expect(body).toMatch(/<a href="\/submissions\/\d+\?run=\d+">unlucky-0<\/a>/);
  });

  it('lists flaky tests with the submissions that show them', async () => {
    const page = await open('/courses/go/attention', { width: 1440, colorScheme: 'light' });
    const rows = await page.locator('#flaky tbody tr').allInnerTexts();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatch(/book\.TestLuck\s+Assignment .+\s+\d+/);
    await goBy(page.locator('#flaky a'));
    expect(await page.locator('.case .chip.flaky').count()).toBe(1);
  });
});

describe('the view of an assignment', () => {
  const text = async () => (await app.inject('/courses/go/assignments/gradebook')).body;

  it('says which cases how many fail, in numbers and words', async () => {
    const body = await text();
    expect(body).toMatch(/TestTop\/more<\/code>\s*<span class="chip fail">all fail/);
    expect(body).toMatch(/TestTop\/empty<\/code>\s*<span class="chip ">nobody fails/);
    expect(body).toMatch(/100 %\s*<small>3 of 3/);
    expect(body).toContain('<th scope="row">No data race <small><code>race</code></small></th>');
    expect(body).toMatch(/TestTop\/more[\s\S]{0,100}<td>Hidden tables: empty, unknown, duplicate<\/td>/);
  });

  it('draws grades and hand-ins with their words and the table behind them, without any style', async () => {
    const body = await text();
    expect(body).toMatch(/<svg role="img"[^>]*><title>Grades<\/title><desc>15 grades; 1 have every point/);
    expect(body.match(/<svg role="img"/g)).toHaveLength(2);
    expect(body).not.toMatch(/style=|<style/);
  });

  it('is not there for an assignment of another name', async () => {
    expect((await app.inject('/courses/go/assignments/none')).statusCode).toBe(404);
  });
});

describe('grades for other programs', () => {
  it.each(['grades.csv', 'grades.json', 'canvas.csv', 'moodle.csv', 'manual.csv'])('%s is a file', async (file) => {
    const answer = await app.inject(`/courses/go/export/${file}`);
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="go-${file}"`);
    expect(answer.body).toContain('student-11');
  });

  it('submissions are one archive', async () => {
    const answer = await app.inject('/courses/go/assignments/gradebook/likeness.zip');
    expect([answer.statusCode, answer.rawPayload.subarray(0, 2).toString()]).toEqual([200, 'PK']);
    expect(answer.rawPayload.includes('MISSING.txt')).toBe(true);
  });

  it('the API answers as its own document says', async () => {
    const document = (await app.inject('/api/openapi.json')).json();
    expect(Object.keys(document.paths).sort()).toEqual([
      '/api/courses/{slug}/assignments/{assignment}/cases',
      '/api/courses/{slug}/grades',
      '/api/submissions',
    ]);
    const grades = (await app.inject('/api/courses/go/grades')).json();
    expect(grades.participants).toContainEqual(
      expect.objectContaining({
        name: 'student-11',
        totalPercent: 100,
        grades: expect.arrayContaining([expect.objectContaining({ points: 100 })]),
      }),
    );
    const { cases } = (await app.inject('/api/courses/go/assignments/gradebook/cases')).json();
    expect(cases).toContainEqual({
      criterion: 'unit',
      name: 'book.TestTop/more',
      runs: 3,
      failed: 3,
      flaky: 0,
      dropped: false,
    });
  });
});

describe('two attempts', () => {
  it('are compared: cases that came out otherwise, and the lines', async () => {
    const { rows } = await database.owner.query(
      `select s.assignment_id as id, s.repository_id as repository, v.id as version, a.course_id as course
       from submission s join assignment a on a.id = s.assignment_id join assignment_version v on v.assignment_id = a.id
       where s.id = $1`,
      [submission],
    );
    const [place] = rows;
    const files = tree([
      ['book/book.go', Buffer.from('package book\n\nfunc Top(n int) []int {\n\treturn <i>\u202e\n}\n')],
    ]);
    const later = await seedSubmission(database.owner, {
      ...{ course: place.course, assignment: { id: place.id, version: place.version }, repository: place.repository },
      participant: 'first-student-with-a-very-long-name-that-does-not-end',
      ...{ sha: 'e'.repeat(40), receivedAt: '2026-11-21T08:00:00Z', tree: await putTree(store, files) },
      judgements: {
        unit: judgement(1, {
          cases: [{ name: 'book.TestTop/more', verdict: 'pass', weight: 1, visibility: 'visible' }],
        }),
      },
    });
    const page = await open(`/submissions/${later.submission}`, { width: 1440, colorScheme: 'light' });
    await goBy(page.getByRole('link', { name: 'what changed' }));
    await expectWellMade(page, 'compare');
    expect(await page.getByRole('row', { name: /TestTop\/more/ }).textContent()).toMatch(/fail\s+pass/);
    expect(await page.locator('.patch ins').textContent()).toContain('return <i>·');
    expect(await page.locator('.patch del').textContent()).toContain('return nil');
    await page.context().close();
    expect((await app.inject(`/submissions/${later.submission}/compare/${waiting}`)).statusCode).toBe(404);
  });
});

describe('a cause of trouble', () => {
  it('is over: a teacher has its runs graded again, which is in the log', async () => {
    const payload = { cause: 'The disk was full.' };
    const answer = await app.inject({ method: 'POST', url: '/courses/go/retry', payload });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/courses/go/attention?retried=1']);
    const { rows } = await database.owner.query(
      `select r.state, a.action from run r, audit a where r.error = 'The disk was full.'`,
    );
    expect(rows).toEqual([{ state: 'queued', action: 'run.retry' }]);
    const body = (await app.inject(String(answer.headers.location))).body;
    expect(body).toContain('One run waits again');
    expect(body).not.toContain('The disk was full.');
  });
});

describe('the submission page', () => {
  it('shows hostile output as text, and runs none of it', async () => {
    const page = await open(`/submissions/${submission}`, { width: 1440, colorScheme: 'light' });
    expect(await page.evaluate("'owned' in window")).toBe(false);
    expect(await page.locator('main script, main img').count()).toBe(0);
    expect(await page.getByText('</pre><script>').count()).toBeGreaterThan(0);
    expect(await page.locator('main').textContent()).not.toMatch(/[\u0007\u202e]/);
    await page.context().close();
  });

  it('reads without JavaScript: score, reasons, the code line with its finding', async () => {
    const page = await open(`/submissions/${submission}`, {
      width: 1440,
      colorScheme: 'light',
      javaScriptEnabled: false,
    });
    const text = (await page.locator('main').textContent()) ?? '';
    expect(text).toMatch(/70\s*of 100/);
    expect(text).toContain('What happens when n is larger than the list?');
    expect(text).toContain("go test ./book -run '^TestTop$/^more$'");
    expect(await page.locator('tr.found').textContent()).toContain('return nil // <b>bold</b>');
    await page.context().close();
  });

  it('changes by itself when the run is done', async () => {
    const page = await open(`/submissions/${waiting}`, { width: 1440, colorScheme: 'light' });
    expect(await page.locator('.score').textContent()).toMatch(/queued\s+Place 1 in the queue, about/);
    await database.owner.query(`update run set state = 'running', phase = 'compiling' where submission_id = $1`, [
      waiting,
    ]);
    await page.getByText('It is being built.').waitFor();
    await database.owner.query(`update run set state = 'queued' where submission_id = $1`, [waiting]);
    await page.context().close();
  });

  it('answers 404 with what to do for ids that do not exist or are none', async () => {
    for (const path of ['/submissions/999999', '/submissions/abc', '/submissions/1e99', '/courses/none']) {
      const answer = await fetch(origin + path);
      expect([path, answer.status, (await answer.text()).includes('To the courses')]).toEqual([path, 404, true]);
    }
  });

  it('forbids scripts and frames of others', async () => {
    const answer = await fetch(origin);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });
});
