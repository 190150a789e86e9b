import { ProjectionFenced, type EventStore, type ReadStore, type StoredEvent, type ViewChange } from '@dossier/kernel';
import type { Seen, View } from '@dossier/views';
import { parseStored } from '../sealing/codec';
import { RowCache } from './row-cache';

/** What the projector tells whoever listens, once rows and position are saved. */
export interface Progress {
  readonly order: number;
  readonly events: readonly { readonly stream: string; readonly revision: number; readonly order: number }[];
}

export interface ProjectorOptions {
  /** Events read and applied in one transaction. */
  readonly batch?: number;
  /** Another process moves the views; this one only looks how far they are. */
  readonly readOnly?: boolean;
  readonly onSaved?: (progress: Progress) => void;
  /** A batch failed. The views stand still at their saved positions until the next wake tries again. */
  readonly onFault?: (error: unknown) => void;
  /** Stands around every batch and changes nothing of it: what measures it. */
  readonly observe?: (step: () => Promise<boolean>) => Promise<boolean>;
}

const BATCH = 2000;
/** After a failure the next try comes this soon, then each time twice as late, up to the longest pause. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A process that only reads looks this often whether the views have moved. */
const LOOK_EVERY_MS = 50;

/**
 * Keeps views level with the log. It is only ever woken: what there is to do it pulls from the log, from each view's own
 * saved position, in bounded batches; rows and position are saved in one transaction, fenced by the position it started
 * from, so that of two projectors only one moves a view.
 */
export class Projector {
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = false;
  private readonly caches = new Map<string, RowCache>();
  private readonly waiting = new Set<{ order: number; go: () => void }>();
  private reached = 0;
  private failing: string | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private pauseMs = FIRST_PAUSE_MS;

  constructor(
    private readonly events: EventStore,
    private readonly reads: ReadStore,
    private readonly views: readonly View[],
    private readonly options: ProjectorOptions = {},
  ) {}

  /**
   * Something was committed. Returns at once; the work goes on behind. A failure is kept for `fault` and tried again later.
   * After `stop` nothing happens: a command that was under way at the shutdown still says that it committed.
   */
  wake(): void {
    if (this.options.readOnly || this.stopped) return;
    this.again = true;
    this.running ??= this.run().finally(() => {
      this.running = undefined;
      // Woken between the last look and here: that wake must not be lost.
      if (this.again && this.failing === undefined) this.wake();
    });
    this.running.catch((error: unknown) => {
      this.options.onFault?.(error);
      this.retryLater();
    });
  }

  /** A full disk or a busy file passes; what does not is tried again ever more seldom, and seen in `fault`. */
  private retryLater(): void {
    if (this.stopped) return;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.wake(), this.pauseMs);
    this.retry.unref();
    this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
  }

  /** Brings every view up to the head of the log as it is now. */
  async catchUp(): Promise<number> {
    this.wake();
    await this.running;
    return this.reached;
  }

  /** What the last batch failed of, while it fails; undefined when all is well. */
  fault(): string | undefined {
    return this.failing;
  }

  /** The order up to which every view has applied the log. */
  async position(): Promise<number> {
    const positions = await Promise.all(this.views.map(({ name, version }) => this.reads.position(name, version)));
    return Math.min(...positions);
  }

  /** Resolves to true once every view has applied `order`, to false when that takes longer than `withinMs`. */
  async waitFor(order: number, withinMs: number): Promise<boolean> {
    if (this.reached >= order || (await this.position()) >= order) return true;
    if (this.options.readOnly) return this.lookFor(order, withinMs);
    this.wake();
    return new Promise((resolve) => {
      const waiter = { order, go: () => finish(true) };
      const timer = setTimeout(() => finish(false), withinMs);
      const finish = (seen: boolean): void => {
        clearTimeout(timer);
        this.waiting.delete(waiter);
        resolve(seen);
      };
      this.waiting.add(waiter);
    });
  }

  private async lookFor(order: number, withinMs: number): Promise<boolean> {
    for (let left = withinMs; left > 0; left -= LOOK_EVERY_MS) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      if ((await this.position()) >= order) return true;
    }
    return false;
  }

  /** Lets the batch in hand finish and starts no other. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    await this.running?.catch(() => undefined);
  }

  private async run(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false;
      while (!this.stopped && (await (this.options.observe ?? ((step) => step()))(() => this.step()))) {
        // One batch after another until the log is read to its end.
      }
    }
  }

  /** One batch: read, apply, save. False when there was nothing to read. */
  private async step(): Promise<boolean> {
    const caches = await this.opened();
    const from = Math.min(...caches.map((cache) => cache.position));
    const stored = await this.events.readAll(from, this.options.batch ?? BATCH);
    const last = stored.at(-1);
    if (last === undefined) {
      this.announce(from, []);
      return false;
    }
    try {
      const events = stored.map((event) => parseStored(event) as unknown as Seen);
      const changes: ViewChange[] = [];
      for (const cache of caches) {
        const change = await cache.apply(events, last.order);
        if (change) changes.push(change);
      }
      await this.reads.save(this.events.id, changes);
      for (const cache of caches) cache.saved(last.order);
    } catch (error) {
      // What the caches hold may be ahead of what was saved, so they are read anew next time.
      this.caches.clear();
      if (error instanceof ProjectionFenced) return true;
      this.failing = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
      throw error;
    }
    this.announce(last.order, stored);
    return true;
  }

  private async opened(): Promise<readonly RowCache[]> {
    for (const view of this.views) {
      if (!this.caches.has(view.name)) {
        this.caches.set(
          view.name,
          new RowCache(this.reads, view, await this.reads.position(view.name, view.version), (stream, until) =>
            this.historyOf(stream, until),
          ),
        );
      }
    }
    return [...this.caches.values()];
  }

  private async historyOf(stream: string, until: number): Promise<readonly Seen[]> {
    const stored = await this.events.readStream(stream);
    return stored.filter(({ revision }) => revision <= until).map((event) => parseStored(event) as unknown as Seen);
  }

  private announce(order: number, events: readonly StoredEvent[]): void {
    this.reached = order;
    this.failing = undefined;
    this.pauseMs = FIRST_PAUSE_MS;
    for (const waiter of [...this.waiting]) if (waiter.order <= order) waiter.go();
    if (events.length > 0) this.options.onSaved?.({ order, events });
  }
}
