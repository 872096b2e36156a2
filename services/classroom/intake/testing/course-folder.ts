import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A course on disk, for tests of sync and intake. */
export interface CourseFolder {
  readonly dir: string;
  /** Replaces course.yaml; slug `go` and organisation `school` come by themselves. */
  course(rest: string): Promise<void>;
  /** Writes the smallest assignment, or replaces its assignment.yaml. */
  assignment(folder: string, yaml?: string): Promise<void>;
  write(path: string, text: string, encoding?: BufferEncoding): Promise<void>;
  remove(): Promise<void>;
}

const smallest = 'title: Hello\nrubric:\n  - check: tests\n    points: 100\n';

export async function courseFolder(): Promise<CourseFolder> {
  const dir = await mkdtemp(join(tmpdir(), 'pushmark-course-'));
  const write = async (path: string, text: string, encoding: BufferEncoding = 'utf8') => {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text, encoding);
  };
  return {
    dir,
    write,
    course: (rest) => write('course.yaml', `title: Go\nslug: go\norganisation: School\n${rest}`),
    async assignment(folder, yaml = smallest) {
      await write(`${folder}/assignment.yaml`, yaml);
      for (const part of ['starter', 'reference']) await write(`${folder}/${part}/go.mod`, 'module hello\n\ngo 1.26\n');
      await write(`${folder}/reference/hello.go`, 'package hello\n\nfunc Hello() string { return "hello" }\n');
      await write(`${folder}/tests/hello_test.go`, 'package hello\n');
    },
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}
