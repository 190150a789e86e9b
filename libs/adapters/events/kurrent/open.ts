import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { StoreRefused, StoreUnavailable } from '@dossier/kernel';
import type { Appended, EventStore, StoredEvent, StreamWrite, Watch } from '@dossier/kernel';
import { checkWrites } from '../checked-writes';
import { addressOf, type Address } from './address';
import { Appending } from './append';
import { Connection } from './connection';
import { Denied } from './errors';
import { identityOf, refounded, type Identity } from './founding';
import { tlsFault } from './handshake';
import type { Names } from './names';
import { namesUnder } from './names';
import { Reading, stored } from './read';
import { watchAll } from './watch';

export interface KurrentEventsOptions {
  /**
   * A connection string: `kurrentdb://user:password@host:2113?tls=true&tlsCaFile=…`, several hosts with commas between, or
   * `kurrentdb+discover://`. Credentials and certificates (`tlsCaFile`, `userCertFile` with `userKeyFile`) are given in it.
   */
  readonly url: string;
  /** What our streams' names begin with in the server. Default `dossier-engine.`; one installation, one prefix. */
  readonly prefix?: string;
  /** How long one call may take. Default 5000 ms; below 1000 a connection that is new counts as one that does not answer. */
  readonly deadlineMs?: number;
  /** How long an operation is tried again before the store counts as unavailable. Default 15000 ms. */
  readonly patienceMs?: number;
  /** A watch wakes at least this often. Default 5000 ms. */
  readonly wakeEveryMs?: number;
  /** How many appends are under way at once; more wait their turn. Default 64. */
  readonly mostAppends?: number;
}

export interface KurrentEventStore extends EventStore {
  /** Every id the log was ever given (`renewKurrentStore`), its own the last: what was bound to it before is known by these. */
  readonly ids: readonly string[];
}

const APPEND_SESSION = '/kurrentdb.protocol.v2.streams.StreamsService/AppendSession';
const APPEND_RECORDS = '/kurrentdb.protocol.v2.streams.StreamsService/AppendRecords';

/** The native half of the client takes half a second before it connects at all. */
const FIRST_ANSWER_MS = 3000;

/**
 * The log in KurrentDB 25.1 or newer (older servers have no append to several streams at once). Any number of processes
 * read and write. Orders are positions in the server's log: they grow, with gaps.
 *
 * Throws StoreRefused 'unreachable', or 'unsuitable': an address or prefix that is none, credentials the server does not
 * take, a server too old, a platform for which the client has no native part. `append` rejects with RevisionConflict, with
 * StoreUnavailable (out of reach or not answering for longer than `patienceMs`; it may have been written), with RangeError
 * for more than the server takes, and with TypeError for a write that no caller should make.
 */
export async function openKurrentEvents(options: KurrentEventsOptions): Promise<KurrentEventStore> {
  const { deadlineMs = 5000, patienceMs = 15_000, wakeEveryMs = 5000, mostAppends = 64 } = options;
  return connected(options, async (connection, names) => {
    const { checksBeside } = await featuresOf(connection);
    const identity = await identityOf(connection, names);
    connection.times = { deadlineMs, patienceMs };
    return new KurrentEvents(identity, connection, names, { checksBeside, wakeEveryMs, mostAppends });
  });
}

/**
 * Gives the log a new id, after it was put back from a backup: whoever knows positions of what is lost is then told that
 * this is another log. Nobody may have it open. Throws as `openKurrentEvents` does.
 */
export async function renewKurrentStore(options: KurrentEventsOptions): Promise<{ former: string; id: string }> {
  return connected(options, async (connection, names) => {
    await featuresOf(connection);
    const renewed = await refounded(connection, names);
    await connection.close();
    return renewed;
  });
}

/** A connection to use, closed where something refuses. */
async function connected<T>(
  options: KurrentEventsOptions,
  use: (connection: Connection, names: Names) => Promise<T>,
): Promise<T> {
  const { deadlineMs = 5000, patienceMs = 15_000 } = options;
  const names = namesUnder(options.prefix ?? 'dossier-engine.');
  const address = addressOf(options.url, deadlineMs);
  const { connectionString, shown } = address;
  const { KurrentDBClient: Client } = await loadClient();
  const connect = (): KurrentDBClient => {
    try {
      return Client.connectionString(connectionString);
    } catch {
      throw new StoreRefused(
        'unsuitable',
        `KurrentDB at ${shown}: the client does not take this address, or does not find a certificate it names`,
      );
    }
  };
  // At the start the operator waits for one clear line; but a new connection is slow to answer its first question.
  const first = Math.max(deadlineMs, FIRST_ANSWER_MS);
  const connection = new Connection(connect, { deadlineMs: first, patienceMs: Math.min(patienceMs, first) });
  try {
    return await use(connection, names);
  } catch (error) {
    await connection.close();
    throw await refusalFor(error, address);
  }
}

/** Loaded when asked for and not before: the native half of the client is missing on some platforms. */
async function loadClient(): Promise<typeof import('@kurrent/kurrentdb-client')> {
  try {
    return await import('@kurrent/kurrentdb-client');
  } catch {
    throw new StoreRefused(
      'unsuitable',
      `the client of KurrentDB has no native part for ${process.platform} ${process.arch}`,
    );
  }
}

/** What the server offers, asked by method and not by version number. The client keeps the answer to itself. */
async function featuresOf(connection: Connection): Promise<{ checksBeside: boolean }> {
  const features = await connection.persist((client) => {
    const { capabilities } = client as unknown as {
      capabilities: Promise<{ serverVersion: string; supports(method: { path: string }): boolean }>;
    };
    return connection.inTime(capabilities);
  });
  if (!features.supports({ path: APPEND_SESSION })) {
    throw new StoreRefused(
      'unsuitable',
      `it is version ${features.serverVersion}; appending to several streams at once needs 25.1 or newer`,
    );
  }
  return { checksBeside: features.supports({ path: APPEND_RECORDS }) };
}

async function refusalFor(error: unknown, address: Address): Promise<unknown> {
  const { shown } = address;
  if (error instanceof StoreRefused) return new StoreRefused(error.code, `KurrentDB at ${shown}: ${error.message}`);
  if (error instanceof Denied)
    return new StoreRefused('unsuitable', `KurrentDB at ${shown} does not take these credentials`);
  if (error instanceof StoreUnavailable) {
    const fault = await tlsFault(address);
    if (fault !== undefined) return new StoreRefused('unsuitable', `KurrentDB at ${shown} ${fault}`);
    return new StoreRefused('unreachable', `KurrentDB at ${shown} does not answer`);
  }
  return error;
}

interface Settings {
  readonly checksBeside: boolean;
  readonly wakeEveryMs: number;
  readonly mostAppends: number;
}

class KurrentEvents implements KurrentEventStore {
  readonly id: string;
  private readonly reading: Reading;
  private readonly appending: Appending;
  private readonly turns: Turns;
  private readonly watches = new Set<Watch>();

  constructor(
    readonly ids: Identity,
    private readonly connection: Connection,
    names: Names,
    private readonly settings: Settings,
  ) {
    this.id = ids.at(-1) as string;
    this.reading = new Reading(connection, names);
    this.appending = new Appending(connection, this.reading, names, settings.checksBeside);
    this.turns = new Turns(settings.mostAppends);
  }

  async append(writes: readonly StreamWrite[]): Promise<Appended> {
    checkWrites(writes);
    return this.connection.run(() => this.turns.take(() => this.appending.append(writes)));
  }

  async readStream(stream: string, from = 0): Promise<readonly StoredEvent[]> {
    return this.connection.run(async () => (await this.reading.stream(stream, from)).map(stored));
  }

  async readAll(after: number, limit: number): Promise<readonly StoredEvent[]> {
    return this.connection.run(() => this.reading.all(after, limit));
  }

  async head(): Promise<number> {
    return this.connection.run(() => this.reading.head());
  }

  watch(wake: () => void): Watch {
    const watch = watchAll(this.connection, this.reading, wake, this.settings.wakeEveryMs);
    this.watches.add(watch);
    return {
      stop: async () => {
        this.watches.delete(watch);
        await watch.stop();
      },
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.watches].map((watch) => watch.stop()));
    await this.connection.close();
  }
}

/** So many at once and no more: a connection of the client that has only begun hangs under a hundred calls at once. */
class Turns {
  private readonly waiting: (() => void)[] = [];
  private free: number;

  constructor(most: number) {
    this.free = most;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free += 1;
      else next();
    }
  }
}
