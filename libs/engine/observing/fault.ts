import { relative, sep } from 'node:path';

/** An error without its message: what kind, with which code, where in our code, and what it came of. */
export interface Fault {
  readonly kind: string;
  readonly code?: string;
  readonly at?: readonly string[];
  readonly cause?: Fault;
}

const MOST_FRAMES = 8;
const MOST_CAUSES = 3;

/** Our own files, wherever the program runs from: three floors up from here, built or unbuilt. */
const OURS = `${__dirname.split(sep).slice(0, -3).join(sep)}${sep}`;

/**
 * What may be said of an error. A message may quote what was sent (a JSON parser's does), so it is never kept; nor are
 * function names, which can be made of data. A frame is file, line and column, of our own files alone.
 */
export function faultOf(error: unknown, causes = MOST_CAUSES): Fault {
  if (!(error instanceof Error)) return { kind: 'unknown' };
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  const said = wordOf(code) ?? (typeof statusCode === 'number' ? String(statusCode) : undefined);
  const at = framesOf(error);
  return {
    kind: kindOf(error),
    ...(said === undefined ? {} : { code: said }),
    ...(at.length === 0 ? {} : { at }),
    ...(error.cause === undefined || causes === 0 ? {} : { cause: faultOf(error.cause, causes - 1) }),
  };
}

/** The name of an error's kind, if it is one: a name that could be something else is not said. */
export function kindOf(error: unknown): string {
  return (error instanceof Error ? /^[A-Z][A-Za-z0-9]{0,60}$/.exec(error.name)?.[0] : undefined) ?? 'unknown';
}

/** Codes are words of a program: ECONNREFUSED, damaged, 23505. */
function wordOf(code: unknown): string | undefined {
  return typeof code === 'string' ? /^[A-Za-z0-9_-]{1,48}$/.exec(code)?.[0] : undefined;
}

function framesOf({ stack = '', name, message }: Error): readonly string[] {
  // What follows the message is the trace; where it cannot be told apart from the message nothing is said.
  const head = [`${name}: ${message}`, message].find((text) => text !== '' && stack.includes(text));
  if (head === undefined && message !== '') return [];
  const trace = head === undefined ? stack : stack.slice(stack.indexOf(head) + head.length);
  return [...trace.matchAll(/^ {4}at (?:.* \()?(\/[^()\n]+|[A-Z]:\\[^()\n]+):(\d+):(\d+)\)?$/gm)]
    .map(([, file = '', line, column]) => ({ file, place: `${line}:${column}` }))
    .filter(({ file }) => file.startsWith(OURS) && !file.includes(`node_modules${sep}`))
    .slice(0, MOST_FRAMES)
    .map(({ file, place }) => `${relative(OURS, file)}:${place}`);
}
