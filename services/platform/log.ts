import { type DestinationStream, type Level, type Logger, pino } from 'pino';
import { scrub } from './scrub.ts';

/** A log line is a static message and an object of facts (run, repository, delivery), so that lines can be grouped. */
export type Log = Logger;

export type LogLevel = Level | 'silent';

/** JSON lines on standard output (or the stream given), scrubbed of whatever looks like a secret. */
export function openLog(level: LogLevel, stream?: DestinationStream): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, hooks: { streamWrite: scrub } };
  return stream ? pino(options, stream) : pino(options);
}
