import { randomUUID } from 'node:crypto';
import { ABSENT, RevisionConflict, StoreUnavailable } from '@dossier/kernel';
import type { Appended, EventStore, StoredEvent, StreamWrite, Watch } from '@dossier/kernel';
import { checkWrites } from './checked-writes';
import { Watchers } from './watchers';

/** A log that lives as long as the process. It keeps every promise of the port but durability; tests use it as the fake. */
export function memoryEvents(id: string = randomUUID()): EventStore {
  return new MemoryEvents(id);
}

class MemoryEvents implements EventStore {
  private readonly events: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  private readonly watchers = new Watchers();
  private open = true;

  constructor(readonly id: string) {}

  async append(writes: readonly StreamWrite[]): Promise<Appended> {
    checkWrites(writes);
    // A store that answered in the same breath would hide races that a real one has.
    await Promise.resolve();
    this.checkOpen();
    for (const { stream, expected } of writes) {
      const actual = (this.streams.get(stream)?.length ?? 0) + ABSENT;
      if (actual !== expected) throw new RevisionConflict(stream, expected, actual);
    }
    const revisions = writes.map((write) => [write.stream, this.write(write)] as const);
    this.watchers.wake();
    return { order: this.events.length, revisions: Object.fromEntries(revisions) };
  }

  async readStream(stream: string, from = 0): Promise<readonly StoredEvent[]> {
    this.checkOpen();
    return (this.streams.get(stream) ?? []).slice(Math.max(0, from)).map(copied);
  }

  async readAll(after: number, limit: number): Promise<readonly StoredEvent[]> {
    this.checkOpen();
    const start = Math.max(0, after);
    return this.events.slice(start, start + limit).map(copied);
  }

  async head(): Promise<number> {
    this.checkOpen();
    return this.events.length;
  }

  watch(wake: () => void): Watch {
    return this.watchers.add(wake);
  }

  async close(): Promise<void> {
    this.open = false;
  }

  private write({ stream, expected, events }: StreamWrite): number {
    if (events.length === 0) return expected;
    const own = this.streams.get(stream) ?? [];
    this.streams.set(stream, own);
    for (const { bytes, leaf } of events) {
      const stored = copied({ order: this.events.length + 1, stream, revision: own.length, bytes, leaf });
      this.events.push(stored);
      own.push(stored);
    }
    return own.length - 1;
  }

  private checkOpen(): void {
    if (!this.open) throw new StoreUnavailable('the log in memory is closed');
  }
}

/** Bytes are copied in and out: nobody who holds a buffer can change what was stored. */
function copied(event: StoredEvent): StoredEvent {
  return { ...event, bytes: Uint8Array.from(event.bytes), leaf: Uint8Array.from(event.leaf) };
}
