/**
 * Reader of the log of a failed test. Go's tests have no assertions, but a convention: `F(x) = got, want w`. Where a
 * message keeps it (or testify's), the parts are shown side by side; any other message stays as it is.
 */
import { clean, oneLine } from './text.ts';

export interface Failure {
  /** One line: the message that tells most. */
  readonly message: string;
  readonly input?: string;
  readonly got?: string;
  readonly want?: string;
}

const PLACE = /^ *[\w.-]{1,200}\.go:\d{1,7}: ?/;
/** Bounds on the work that a hostile log can cause: expressions below have two open ends. */
const MAX_LOG = 4_000;
const MAX_MESSAGE = 2_000;
const MAX_MESSAGES = 50;
const VALUE = 1_000;

/** The separators that this reader knows; each names two groups of got, want and input. Matched in this order. */
const SHAPES: readonly RegExp[] = [
  /\bexpected *: *(?<want>[^\n]+)\n\s*actual *: *(?<got>[^\n]+)/,
  /^(?<input>[^\n]{1,150}?) ==?\s(?:got:? )?(?<got>.+?)[,;]?\s*\b(?:but )?(?:want|wanted|expected|expect):?\s(?<want>.+)$/s,
  /^(?:(?<input>[^\n]{1,150}?)[:,]? )?\bgot:?\s(?<got>.+?)[,;]?\s+(?:but )?(?:want|wanted|expected):?\s(?<want>.+)$/s,
  /^(?:(?<input>[^\n]{1,150}?)[:,]? )?\b(?:want|wanted|expected):?\s(?<want>.+?)[,;]?\s+(?:but )?(?:got|was|actual|found):?\s(?<got>.+)$/s,
  /^(?<input>[^\n]{1,150}?) (?:returned|gave|gives|is) (?<got>.+?)[,;]?\s(?:want|wanted|expected):?\s(?<want>.+)$/s,
];

/** What the log of a failed test says; undefined when it is empty. */
export function readFailure(log: string): Failure | undefined {
  const messages = entries(log);
  for (const message of messages) {
    const parts = isDiff(message) ? undefined : readParts(message);
    if (parts) return { message: oneLine(message), ...parts };
  }
  // Logs come before the failure that ends a test, so the last message says most.
  const last = messages.at(-1);
  return last === undefined ? undefined : { message: oneLine(last) };
}

/** The log as separate messages, without the places in hidden files. */
function entries(log: string): readonly string[] {
  const messages: string[] = [];
  let open = false;
  for (const line of clean(log, MAX_LOG).split('\n')) {
    const place = PLACE.exec(line);
    if (place || !open) {
      messages.push(line.slice(place?.[0].length ?? 0));
      open = true;
    } else {
      messages[messages.length - 1] += `\n${line.replace(/^ {4,8}/, '')}`;
    }
    if (messages.length > MAX_MESSAGES) break;
  }
  return messages.map((message) => message.trim().slice(0, MAX_MESSAGE)).filter((message) => message !== '');
}

/** go-cmp's output: lines marked with + and -; its `(-want +got)` is no pair of values. */
function isDiff(message: string): boolean {
  return /\([-+](?:want|got),? [-+](?:want|got)\)/.test(message) || /^\s*[-+]\s.*\n\s*[-+]\s/m.test(message);
}

function readParts(message: string): Omit<Failure, 'message'> | undefined {
  for (const shape of SHAPES) {
    const groups = shape.exec(message)?.groups;
    if (!groups) continue;
    const part = (name: 'input' | 'got' | 'want') => {
      const text = groups[name]?.trim();
      return text ? { [name]: clean(text, VALUE) } : {};
    };
    return { ...part('input'), ...part('got'), ...part('want') };
  }
  return undefined;
}
