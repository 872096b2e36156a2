import type { Progress } from '#workers/grading/progress.ts';

const WORDS: Readonly<Record<string, string>> = {
  prepare: 'preparing the assignment',
  workspace: 'laying out files',
  compile: 'building',
  run: 'running tests',
  judge: 'judging',
};

/** One line on a terminal that follows a run; silent elsewhere. `done` removes it. */
export function progressLine(stream: NodeJS.WriteStream) {
  const write = (text: string) => {
    if (stream.isTTY) stream.write(`\r\u001b[2K${text.slice(0, (stream.columns ?? 80) - 1)}`);
  };
  return {
    show(event: Progress, prefix = ''): void {
      if (event.kind === 'criterion' || event.kind === 'step') return;
      const count = event.kind === 'ended' ? ` ${event.count}${event.of ? ` of ${event.of}` : ''}` : '';
      write(`${prefix}${WORDS[event.phase]}${count} …`);
    },
    say: write,
    done(): void {
      write('');
    },
  };
}
