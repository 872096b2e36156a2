import { type DestinationStream, type Level, type Logger, pino } from 'pino';
import { scrub } from './scrub.ts';

/** A log line is a static message and an object of facts (run, repository, delivery), so that lines can be grouped. */
export type Log = Logger;

export type LogLevel = Level | 'silent';

/** JSON lines on standard output (or the stream given), scrubbed of whatever looks like a secret. */
export function openLog(level: LogLevel, stream?: DestinationStream): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, hooks: { streamWrite: written } };
  return stream ? pino(options, stream) : pino(options);
}

/** An error that nobody caught ends the process, as ever: in a log line, scrubbed, rather than in Node's own words. */
export function lastWords(log: Log): void {
  process.on('uncaughtException', (err, origin) => {
    log.fatal({ err, origin }, 'an error that nobody caught ended the process');
    process.exit(1);
  });
}

/** What JSON leaves as it is and a terminal obeys, or shows in another order: such signs stand in texts only. */
const OBEYED = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

function written(line: string): string {
  return scrub(line)
    .toWellFormed()
    .replace(OBEYED, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
