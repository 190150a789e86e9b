import { ABSENT, RevisionConflict, StoreUnavailable } from '@dossier/kernel';
import type { Appended, EventStore, StoredEvent, StreamWrite, Watch } from '@dossier/kernel';
import { checkWrites } from './checked-writes';
import { Watchers } from './watchers';

/**
 * A rehearsal on a log: reads see `base` as it stood when the overlay was made and, after it, what was appended here.
 * Appends stay in memory, `base` is never written and not closed by `close`. The id is the base's, orders continue after
 * its head, so positions from before are understood; a position given out here means nothing to the base.
 */
export function overlayEvents(base: EventStore): EventStore {
  return new OverlayEvents(base);
}

class OverlayEvents implements EventStore {
  readonly id: string;
  /** The base's head at the beginning. What others append to the base afterwards is not seen: orders would collide. */
  private readonly start: Promise<number>;
  private readonly own: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  private readonly watchers = new Watchers();
  private last: Promise<unknown> = Promise.resolve();
  private open = true;

  constructor(private readonly base: EventStore) {
    this.id = base.id;
    this.start = base.head();
    // Whoever calls a method is told; until then a failed base must not end the process.
    this.start.catch(() => undefined);
  }

  async append(writes: readonly StreamWrite[]): Promise<Appended> {
    checkWrites(writes);
    // One append after the other: looking into the base takes a while, and nothing may come between check and write.
    const appended = this.last.then(() => this.write(writes));
    this.last = appended.catch(() => undefined);
    return appended;
  }

  async readStream(stream: string, from = 0): Promise<readonly StoredEvent[]> {
    const before = await this.readBase(stream, from);
    const own = this.streams.get(stream) ?? [];
    return [...before, ...own.filter(({ revision }) => revision >= from).map(copied)];
  }

  async readAll(after: number, limit: number): Promise<readonly StoredEvent[]> {
    const start = await this.begin();
    // What the base was given since is beyond the beginning, and orders may have gaps: the limit alone does not keep it out.
    const read = after < start ? await this.base.readAll(after, Math.min(limit, start - Math.max(0, after))) : [];
    const fromBase = read.filter(({ order }) => order <= start);
    const skip = Math.max(0, after - start);
    return [...fromBase, ...this.own.slice(skip, skip + limit - fromBase.length).map(copied)];
  }

  async head(): Promise<number> {
    return (await this.begin()) + this.own.length;
  }

  watch(wake: () => void): Watch {
    return this.watchers.add(wake);
  }

  async close(): Promise<void> {
    this.open = false;
  }

  private async write(writes: readonly StreamWrite[]): Promise<Appended> {
    const start = await this.begin();
    for (const { stream, expected } of writes) {
      const actual = this.streams.get(stream)?.at(-1)?.revision ?? (await this.baseRevision(stream, expected));
      if (actual !== expected) throw new RevisionConflict(stream, expected, actual);
    }
    for (const write of writes) this.keep(start, write);
    this.watchers.wake();
    const revisions = writes.map(({ stream, expected, events }) => [stream, expected + events.length] as const);
    return { order: start + this.own.length, revisions: Object.fromEntries(revisions) };
  }

  private keep(start: number, { stream, expected, events }: StreamWrite): void {
    const ofStream = this.streams.get(stream) ?? [];
    for (const [index, { bytes, leaf }] of events.entries()) {
      const order = start + this.own.length + 1;
      const stored = copied({ order, stream, revision: expected + 1 + index, bytes, leaf });
      this.own.push(stored);
      ofStream.push(stored);
    }
    this.streams.set(stream, ofStream);
  }

  /** The tail from the expected revision on is enough when the caller is right, and it nearly always is. */
  private async baseRevision(stream: string, expected: number): Promise<number> {
    const tail = await this.readBase(stream, Math.max(0, expected));
    const events = tail.length > 0 ? tail : await this.readBase(stream, 0);
    return events.at(-1)?.revision ?? ABSENT;
  }

  private async readBase(stream: string, from: number): Promise<readonly StoredEvent[]> {
    const start = await this.begin();
    return (await this.base.readStream(stream, from)).filter(({ order }) => order <= start);
  }

  private begin(): Promise<number> {
    if (!this.open) throw new StoreUnavailable('the overlay is closed');
    return this.start;
  }
}

function copied(event: StoredEvent): StoredEvent {
  return { ...event, bytes: Uint8Array.from(event.bytes), leaf: Uint8Array.from(event.leaf) };
}
