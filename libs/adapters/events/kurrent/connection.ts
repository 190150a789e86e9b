import { setTimeout as pause } from 'node:timers/promises';
import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { RevisionConflict, StoreRefused, StoreUnavailable } from '@dossier/kernel';
import { kindOf, Late, reconnectsByItself, translated } from './errors';

export interface Times {
  /** How long one call may take, in milliseconds. */
  readonly deadlineMs: number;
  /** How long an operation is tried again, in milliseconds, before the store counts as unavailable. */
  readonly patienceMs: number;
}

const FIRST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 1000;
/** A client is not replaced more often than this: each brings two connections. */
const RENEW_EVERY_MS = 2000;
/** The server and the client's own deadline come first; this one is for what they both let hang. */
const GRACE_MS = 250;

/** The client in use, with what it lacks: a deadline for every call, another try, and a new client where it stays stuck. */
export class Connection {
  private current: KurrentDBClient;
  private renewed = 0;
  private open = true;
  private readonly pending = new Set<Promise<unknown>>();

  constructor(
    private readonly connect: () => KurrentDBClient,
    public times: Times,
  ) {
    this.current = connect();
  }

  get client(): KurrentDBClient {
    return this.current;
  }

  /** Throws StoreUnavailable once closed. What runs is waited for by `close`, within a bound. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (!this.open) throw new StoreUnavailable('the connection to KurrentDB is closed');
    const running = work();
    this.pending.add(running);
    try {
      return await running;
    } finally {
      this.pending.delete(running);
    }
  }

  /** Tries what may safely be done twice until it answers, or patience is at its end. Errors come out translated. */
  async persist<T>(work: (client: KurrentDBClient) => Promise<T>): Promise<T> {
    const until = performance.now() + this.times.patienceMs;
    for (let tries = 0; ; tries += 1) {
      const client = this.current;
      try {
        return await work(client);
      } catch (error) {
        if (isOurs(error)) throw error;
        if (kindOf(error) !== 'again' || !(await this.mayTryAgain(client, error, tries, until)))
          throw translated(error);
      }
    }
  }

  /** Waits before another try, with a new client if need be; false when there is no time left for one. */
  async mayTryAgain(failed: KurrentDBClient, error: unknown, tries: number, until: number): Promise<boolean> {
    const wait = backoff(tries);
    if (!this.open || performance.now() + wait > until) return false;
    if (!reconnectsByItself(error)) this.renew(failed);
    await pause(wait);
    return this.open;
  }

  /** Lets an answer be waited for no longer than the deadline. An answer that comes later is dropped. */
  async inTime<T>(answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Late('no answer in time')), this.times.deadlineMs + GRACE_MS);
    });
    answer.catch(() => undefined);
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    await Promise.race([Promise.allSettled(this.pending), pause(this.times.deadlineMs, undefined, { ref: false })]);
    await discard(this.current);
  }

  private renew(failed: KurrentDBClient): void {
    const now = performance.now();
    if (failed !== this.current || now - this.renewed < RENEW_EVERY_MS) return;
    this.renewed = now;
    this.current = this.connect();
    // Calls of others may still be answered by the old one, so it goes when the last of them must be over.
    setTimeout(() => void discard(failed), this.times.deadlineMs + GRACE_MS).unref();
  }
}

/** Longer with each try and never the same, so that processes that lost one server do not all come back at once. */
export function backoff(tries: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(tries, 10)) * (0.5 + Math.random() / 2);
}

function isOurs(error: unknown): boolean {
  return error instanceof RevisionConflict || error instanceof StoreRefused || error instanceof StoreUnavailable;
}

/** `dispose` of the client ends its streams and leaves the channel open; the channel is not part of its public face. */
async function discard(client: KurrentDBClient): Promise<void> {
  await client.dispose().catch(() => undefined);
  const { getChannel } = client as unknown as { getChannel?: () => Promise<{ close(): void }> };
  await getChannel?.().then(
    (channel) => channel.close(),
    () => undefined,
  );
}
