import { StoreRefused, StoreUnavailable } from '@dossier/kernel';
import { Redis, type RedisOptions } from 'ioredis';

/** BullMQ runs on older servers with a warning; its makers advise against it, and so it is refused. */
const OLDEST = [6, 2] as const;

const CONNECT_MS = 5_000;
/** A command that takes longer is given up, so that a server that hangs is one that is away. */
const ANSWER_MS = 5_000;
const SLOWEST_RETRY_MS = 2_000;
/** How long a connection that is given up may take to close before it is torn down: it keeps the process from ending. */
const CLOSE_MS = 200;

/** The URL as it may be shown: without the name and the password. */
export function shownUrl(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    return `${protocol}//${host}${pathname}`;
  } catch {
    return 'the URL given';
  }
}

const retryStrategy = (times: number): number => Math.min(50 * 2 ** Math.min(times, 10), SLOWEST_RETRY_MS);
/** After a change of leader the old one only reads: a connection to it is of no use and is made anew. */
const reconnectOnError = ({ message }: Error): boolean => message.startsWith('READONLY');

/** For who asks and waits: it fails at once while the server is away, and comes back by itself. */
export const FAILS_FAST: RedisOptions = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  connectTimeout: CONNECT_MS,
  disconnectTimeout: CLOSE_MS,
  commandTimeout: ANSWER_MS,
  retryStrategy,
  reconnectOnError,
};

/** For who works in the background: it waits for the server for ever. BullMQ demands this of a worker's connection. */
export const WAITS: RedisOptions = {
  maxRetriesPerRequest: null,
  connectTimeout: CONNECT_MS,
  disconnectTimeout: CLOSE_MS,
  retryStrategy,
  reconnectOnError,
};

/** A connection whose faults go to the hook: one without a listener would end the process. */
export function connectRedis(url: string, options: RedisOptions, onError: (error: Error) => void): Redis {
  const redis = new Redis(url, { ...options, lazyConnect: true });
  redis.on('error', onError);
  return redis;
}

/**
 * Looks at the server once before anything is built on it: it answers, it is new enough, it can be written to, and it
 * never throws entries away to make room, for a queue with holes is worse than none. Throws `StoreRefused`.
 */
export async function checkRedis(url: string): Promise<void> {
  const shown = shownUrl(url);
  const unreachable = (why: string): StoreRefused => new StoreRefused('unreachable', `Redis at ${shown}: ${why}`);
  if (!/^rediss?:\/\/[^/]/.test(url)) throw unreachable('the URL must begin with redis:// or rediss://');
  if (!isReadable(url)) throw unreachable('the URL is none: redis://user:password@host:6379');
  let last: Error | undefined;
  const redis = connectRedis(url, { ...FAILS_FAST, retryStrategy: () => null }, (error) => (last = error));
  try {
    await redis.connect();
    refuseUnsuitable(shown, await redis.info());
  } catch (error) {
    if (error instanceof StoreRefused) throw error;
    throw unreachable(reasonOf(last ?? (error as Error)));
  } finally {
    redis.disconnect();
  }
}

/** Whether the client can make something of a URL: of one that it cannot it says so without saying whose it is. */
function isReadable(url: string): boolean {
  try {
    const { username, password } = new URL(url);
    return [username, password].every((part) => decodeURIComponent(part) !== undefined);
  } catch {
    return false;
  }
}

function reasonOf(error: Error & { code?: string }): string {
  if (/^(WRONGPASS|NOAUTH|ERR AUTH|ERR invalid password)/.test(error.message)) return 'it refuses the name or password';
  if (/^NOPERM/.test(error.message)) return 'the account may not do what is needed';
  return error.code === undefined ? 'it does not answer' : `it does not answer (${error.code})`;
}

function refuseUnsuitable(shown: string, info: string): void {
  const told = new Map(info.split(/\r?\n/).map((line) => line.split(':', 2) as [string, string]));
  const unsuitable = (why: string): StoreRefused => new StoreRefused('unsuitable', `Redis at ${shown} ${why}`);
  const version = told.get('redis_version') ?? '0';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw unsuitable(`is version ${version}; ${OLDEST.join('.')} or newer is needed`);
  }
  const policy = told.get('maxmemory_policy');
  if (policy !== 'noeviction') {
    throw unsuitable(
      `runs with maxmemory-policy ${policy ?? 'unknown'}; set it to noeviction, or jobs are thrown away`,
    );
  }
  if (told.get('role') === 'slave') throw unsuitable('is a replica and cannot be written to');
}

/** Faults of the connection or of the server; anything else is a bug of ours and stays one. */
function isAway({ name, message, code }: Error & { code?: string }): boolean {
  if (['ReplyError', 'MaxRetriesPerRequestError', 'AbortError'].includes(name)) return true;
  return code !== undefined || /Connection is closed|isn't writeable|timed out/.test(message);
}

/** Does something on the server; what keeps it from being done is `StoreUnavailable`, without what the server said. */
export async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || !isAway(error)) throw error;
    const kind = (error as { code?: string }).code ?? /^[A-Z]{3,}(?= )/.exec(error.message)?.[0];
    throw new StoreUnavailable(`Redis cannot be used just now${kind === undefined ? '' : ` (${kind})`}`);
  }
}
