import type { AllStreamRecordedEvent, KurrentDBClient, ResolvedEvent } from '@kurrent/kurrentdb-client';
import { ABSENT, StoreRefused } from '@dossier/kernel';
import type { StoredEvent } from '@dossier/kernel';
import type { Connection } from './connection';
import { kindOf, Late } from './errors';
import type { Names } from './names';

/** A stored event and the id it has in the server, by which a writer knows its own. */
export interface FoundEvent extends StoredEvent {
  readonly id: string;
}

/** An event of ours as the client gives it. */
export type Recorded = Pick<AllStreamRecordedEvent, 'streamId' | 'id' | 'revision' | 'data' | 'metadata' | 'position'>;

/** More than is asked for, because the first events of a page may be those at or before the position it begins after. */
const OVERLAP = 32;

/** Reads of one installation. Each is tried again as a whole when it breaks off: a half of one is never given out. */
export class Reading {
  constructor(
    private readonly connection: Connection,
    private readonly names: Names,
  ) {}

  /** Events of a stream in their order, up to `limit` of them; none when there is no such stream. */
  stream(stream: string, from: number, limit = Number.MAX_SAFE_INTEGER): Promise<FoundEvent[]> {
    const options = { fromRevision: BigInt(Math.max(0, from)), maxCount: limit, requiresLeader: true };
    const name = this.names.inServer(stream);
    return this.persist((client) => client.readStream(name, options)).then((found) =>
      found.map((each) => this.found(each)),
    );
  }

  /** The last revision of a stream, ABSENT when it does not exist. */
  async lastRevision(stream: string): Promise<number> {
    const options = { direction: 'backwards', fromRevision: 'end', maxCount: 1, requiresLeader: true } as const;
    const [last] = await this.persist((client) => client.readStream(this.names.inServer(stream), options));
    return last === undefined ? ABSENT : Number(last.revision);
  }

  /**
   * Up to `limit` events of all streams with an order above `after`. An order is a prepare position; the position that a
   * read begins at is a commit and a prepare position. As no commit lies before its own prepare, a read from both at
   * `after` gives everything above it, and with it some at or below, which are dropped.
   */
  async all(after: number, limit: number): Promise<StoredEvent[]> {
    if (limit <= 0) return [];
    let from = after <= 0 ? ('start' as const) : { commit: BigInt(after), prepare: BigInt(after) };
    for (;;) {
      const maxCount = limit + OVERLAP;
      const filter = this.filter();
      const begin = from;
      const page = await this.persist((client) =>
        client.readAll({ fromPosition: begin, maxCount, filter, requiresLeader: true }),
      );
      const fresh = page.map((each) => this.found(each)).filter(({ order }) => order > after);
      assertGrowing(fresh);
      const last = page.at(-1);
      // An empty answer would say that the log ends here, so a page of nothing but old events is no answer.
      if (fresh.length > 0 || page.length < maxCount || last?.position === undefined)
        return fresh.slice(0, limit).map(stored);
      from = last.position;
    }
  }

  /** The order of the last event of ours, 0 when there is none. */
  async head(): Promise<number> {
    const options = { direction: 'backwards', fromPosition: 'end', maxCount: 1, requiresLeader: true } as const;
    const [last] = await this.persist((client) => client.readAll({ ...options, filter: this.filter() }));
    return last === undefined ? 0 : orderOf(last);
  }

  /** A stream under the name it has in the server; empty when there is none. */
  named(name: string): Promise<Recorded[]> {
    return this.persist((client) => client.readStream(name, { requiresLeader: true }));
  }

  filter() {
    return { filterOn: 'streamName' as const, prefixes: [this.names.prefix], checkpointInterval: 1 };
  }

  private persist(open: (client: KurrentDBClient) => AsyncIterable<ResolvedEvent>): Promise<Recorded[]> {
    return this.connection.persist(async (client) => {
      try {
        return await collect(open(client), this.connection.times.deadlineMs);
      } catch (error) {
        if (kindOf(error) === 'missing') return [];
        throw error;
      }
    });
  }

  private found(event: Recorded): FoundEvent {
    const { leaf } = event.metadata as { leaf?: unknown };
    if (typeof leaf !== 'string' || !/^(?:[0-9a-f]{2})*$/u.test(leaf) || !(event.data instanceof Uint8Array)) {
      throw new StoreRefused('foreign', `event ${event.revision} of ${event.streamId} was not written by this program`);
    }
    return {
      id: event.id,
      order: orderOf(event),
      stream: this.names.ours(event.streamId),
      revision: Number(event.revision),
      // Copied: the client's buffers may be views of larger ones.
      bytes: Uint8Array.from(event.data),
      leaf: Uint8Array.from(Buffer.from(leaf, 'hex')),
    };
  }
}

/** The prepare position, which is unique where several events of one append share a commit position. */
export function orderOf({ streamId, revision, position }: Recorded): number {
  const order = Number(position?.prepare ?? -1n);
  if (order > 0 && Number.isSafeInteger(order)) return order;
  throw new StoreRefused(
    'unsuitable',
    `KurrentDB gives no position we can count with for event ${revision} of ${streamId}`,
  );
}

export function stored({ order, stream, revision, bytes, leaf }: FoundEvent): StoredEvent {
  return { order, stream, revision, bytes, leaf };
}

/** Whoever reads on after the last order would never see an event that came behind one with a higher order. */
function assertGrowing(events: readonly FoundEvent[]): void {
  for (const [index, { order, stream, revision }] of events.entries()) {
    if (order > (events[index - 1]?.order ?? 0)) continue;
    throw new StoreRefused('unsuitable', `KurrentDB gives events out of order, at event ${revision} of ${stream}`);
  }
}

/**
 * Reads to the end, with a deadline that begins anew at every event: the native half of the client has none. An iterator
 * that does not answer is left alone, for to wait for its end would be to wait for its answer.
 */
async function collect(events: AsyncIterable<ResolvedEvent>, deadlineMs: number): Promise<Recorded[]> {
  const iterator = events[Symbol.asyncIterator]();
  const found: Recorded[] = [];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Late('no answer in time')), deadlineMs);
  });
  late.catch(() => undefined);
  try {
    for (;;) {
      const next = iterator.next();
      next.catch(() => undefined);
      const { done, value } = await Promise.race([next, late]);
      if (done === true) return found;
      if (value.event !== undefined) found.push(value.event as Recorded);
      timer?.refresh();
    }
  } finally {
    clearTimeout(timer);
    void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}
