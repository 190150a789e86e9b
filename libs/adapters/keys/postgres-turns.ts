import { createHash } from 'node:crypto';
import { StoreUnavailable } from '@dossier/kernel';
import { LOCK_MS, type Postgres } from '../postgres/pool';

/**
 * Lets work on one person go one after the other, in this process by a queue and between processes by an advisory lock on
 * a connection of its own. Waiting has a bound: then StoreUnavailable, and the work is not begun.
 */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  constructor(
    private readonly postgres: Postgres,
    /** Keeps the locks of several installations in one database apart. */
    private readonly space: string,
  ) {}

  async take<T>(blind: Uint8Array, work: () => Promise<T>): Promise<T> {
    this.postgres.checkOpen();
    const key = Buffer.from(blind).toString('hex');
    const before = this.last.get(key);
    const turn = (async () => {
      if (before !== undefined) await within(LOCK_MS, before, this.postgres.address.said);
      return this.locked(blind, work);
    })();
    const settled = Promise.allSettled([before, turn]);
    this.last.set(key, settled);
    void settled.then(() => this.last.get(key) === settled && this.last.delete(key));
    return turn;
  }

  /** What the work throws is thrown as it is: only the lock's own faults are the store's. */
  private async locked<T>(blind: Uint8Array, work: () => Promise<T>): Promise<T> {
    const number = lockNumber(this.space, blind);
    let outcome: { readonly value: T } | { readonly error: unknown } | undefined;
    try {
      await this.postgres.alone(async (ask) => {
        await ask({ text: 'SELECT pg_advisory_lock($1)', values: [number] });
        outcome = await work().then(
          (value) => ({ value }),
          (error: unknown) => ({ error }),
        );
        await ask({ text: 'SELECT pg_advisory_unlock($1)', values: [number] });
      });
    } catch (error) {
      // A connection that broke under the work took its lock with it, and the work is done all the same.
      if (outcome === undefined) throw error;
    }
    const done = outcome as unknown as { readonly value: T } | { readonly error: unknown };
    if ('error' in done) throw done.error;
    return done.value;
  }
}

/** 64 bits of a digest: blind indexes that meet there only wait for one another. */
function lockNumber(space: string, blind: Uint8Array): string {
  return createHash('sha256').update(space).update('\0').update(blind).digest().readBigInt64BE().toString();
}

async function within(ms: number, before: Promise<unknown>, said: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new StoreUnavailable(`${said}: another work on the same person takes too long`)),
      ms,
    );
  });
  try {
    await Promise.race([before, late]);
  } finally {
    clearTimeout(timer);
  }
}
