import { AsyncLocalStorage } from 'node:async_hooks';
import type { LoggerService } from '@nestjs/common';
import { traceId } from './traces';
import { faultOf } from './fault';

/** How much is said: each level says what stands before it as well. */
export const LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type Level = (typeof LEVELS)[number];

/**
 * All that a line may hold beside what happened: words of our own, numbers, ids that the engine made or checked. There is
 * no field for a message, a body, an address or a query string, for any of them may hold a name.
 */
export interface Fields {
  readonly method?: string;
  readonly route?: string;
  readonly status?: number;
  readonly ms?: number;
  readonly code?: string;
  readonly order?: number;
  readonly count?: number;
  readonly port?: number;
  readonly view?: string;
  readonly edition?: number;
  readonly revision?: number;
  readonly job?: string;
  readonly signal?: string;
}

export interface LogSettings {
  readonly format: 'json' | 'text';
  readonly level: Level;
  readonly write: (line: string) => void;
}

const toStderr = (line: string): void => void process.stderr.write(line);
let settings: LogSettings = { format: 'text', level: 'warn', write: toStderr };

/** LOG_FORMAT json or text, LOG_LEVEL one of LEVELS; JSON says more unless it is told otherwise, for a machine reads it. */
export function logSettings(env: NodeJS.ProcessEnv): Pick<LogSettings, 'format' | 'level'> {
  const format = env['LOG_FORMAT'] === 'json' ? 'json' : 'text';
  const level = LEVELS.find((name) => name === env['LOG_LEVEL']) ?? (format === 'json' ? 'info' : 'warn');
  return { format, level };
}

/** Settings of the whole process: there is one standard error. Answers what they were, so that a test can put them back. */
export function setLogs(more: Partial<LogSettings>): LogSettings {
  const before = settings;
  settings = { ...settings, ...more };
  return before;
}

/** What a line belongs to: the request it was said in, and the correlation of the command in it, once that is known. */
export interface Thread {
  readonly request: string;
  correlation?: string;
}

const threads = new AsyncLocalStorage<Thread>();

/** Whatever is logged in `work`, and in what it starts, carries the thread's ids. */
export function inThread<T>(thread: Thread, work: () => T): T {
  return threads.run(thread, work);
}

/** Whatever is logged in `work` belongs to no request: what was woken by one serves many. */
export function outOfThread<T>(work: () => T): T {
  return threads.exit(work);
}

/** The command's correlation, as its events carry it, is said from here on in every line of the request. */
export function correlate(correlation: string): void {
  const thread = threads.getStore();
  if (thread) thread.correlation = correlation;
}

export interface Log {
  error(what: string, error?: unknown, fields?: Fields): void;
  warn(what: string, fields?: Fields): void;
  info(what: string, fields?: Fields): void;
  debug(what: string, fields?: Fields): void;
}

/** The log of one part. `what` is a sentence written in the code: nothing that came in is ever put into it. */
export function logOf(part: string): Log {
  const say = (level: Level, what: string, more: object = {}): void => {
    if (LEVELS.indexOf(level) <= LEVELS.indexOf(settings.level)) settings.write(lineOf(level, part, what, more));
  };
  return {
    error: (what, error, fields) =>
      say('error', what, { ...fields, ...(error === undefined ? {} : { fault: faultOf(error) }) }),
    warn: (what, fields) => say('warn', what, fields),
    info: (what, fields) => say('info', what, fields),
    debug: (what, fields) => say('debug', what, fields),
  };
}

function lineOf(level: Level, part: string, what: string, more: object): string {
  const trace = traceId();
  const ids = { ...threads.getStore(), ...(trace === undefined ? {} : { trace }) };
  const at = new Date().toISOString();
  if (settings.format === 'json') return `${JSON.stringify({ at, level, part, what, ...ids, ...more })}\n`;
  const rest = Object.entries({ ...more, ...ids }).map(([name, value]) => ` ${name}=${textOf(value)}`);
  return `${at} ${level.toUpperCase()} ${part}: ${what}${rest.join('')}\n`;
}

const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/**
 * What Nest itself says. Its sentences may quote what came in, so of them only the part, the level and the kind of an
 * error are written; our own code uses `logOf`.
 */
export class FrameworkLogs implements LoggerService {
  error(message: unknown, ...more: unknown[]): void {
    logOf(partOf(more)).error('the framework reported an error', message instanceof Error ? message : undefined);
  }
  fatal(message: unknown, ...more: unknown[]): void {
    this.error(message, ...more);
  }
  warn(_: unknown, ...more: unknown[]): void {
    logOf(partOf(more)).warn('the framework warned');
  }
  log(): void {}
  debug(): void {}
  verbose(): void {}
}

/** Nest hands the name of the part last. */
function partOf(more: readonly unknown[]): string {
  const last = more.at(-1);
  return typeof last === 'string' && /^[A-Za-z]{1,40}$/.test(last) ? `nest.${last}` : 'nest';
}
