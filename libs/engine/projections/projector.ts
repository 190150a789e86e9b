import { ProjectionFenced, StoreRefused, StoreUnavailable } from '@dossier/kernel';
import type { Clock, EventStore, Held, ReadStore, StoredEvent, ViewChange } from '@dossier/kernel';
import type { View } from '@dossier/views';
import { systemClock } from '../clock';
import { faultOf } from '../observing/fault';
import { beyondLog } from './back-pressure';
import { readEvent, type ReadEvent } from './read-event';
import { LogUnread, RowCache } from './row-cache';

/** What the projector tells whoever listens, once rows and position are saved. */
export interface Progress {
  readonly order: number;
  readonly events: readonly { readonly stream: string; readonly revision: number; readonly order: number }[];
}

export interface ProjectorOptions {
  /** Events read and applied in one transaction. */
  readonly batch?: number | (() => number);
  /** Another process moves the views; this one only looks how far they are. */
  readonly readOnly?: boolean;
  readonly clock?: Clock;
  /** Asked before every batch; false ends the run until the next wake. */
  readonly gate?: () => Promise<boolean>;
  readonly onSaved?: (progress: Progress) => void;
  /** A batch failed. The views stand still at their saved positions until the next wake tries again. */
  readonly onFault?: (error: unknown) => void;
  /** Stands around every batch and changes nothing of it: what measures it. */
  readonly observe?: (step: () => Promise<boolean>) => Promise<boolean>;
  /** A view holds a stream back from here on. */
  readonly onHeld?: (view: string, held: Held) => void;
}

/** What came of a release: streams that go on in a view, and streams that still stand. */
export interface Released {
  readonly released: number;
  readonly held: number;
}

const BATCH = 2000;
/** After a failure the next try comes this soon, then each time twice as late, up to the longest pause. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A process that only reads looks this often whether the views have moved. */
const LOOK_EVERY_MS = 50;
/** Streams that are tried again go this many in one transaction. */
const STREAMS_AT_ONCE = 500;
const RELEASE_TRIES = 5;

interface AskedRelease {
  readonly stream: string | undefined;
  readonly done: (released: Released) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Keeps the views of one edition level with the log. It is only ever woken: what there is to do it pulls from the log, from
 * each view's own saved position, in bounded batches; rows and position are saved in one transaction, fenced by the
 * position it started from, so that of two projectors only one moves a view. `reads` must stay with one edition for as long
 * as this lives (`ReadStore.edition`), for the caches hold rows of it.
 */
export class Projector {
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = false;
  private readonly caches = new Map<string, RowCache>();
  private readonly waiting = new Set<{ order: number; finish: (seen: boolean) => void }>();
  private readonly asked: AskedRelease[] = [];
  private triedHeld = false;
  private withinLog = false;
  private stepping: Promise<unknown> = Promise.resolve();
  private reached = 0;
  private failing: string | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private pauseMs = FIRST_PAUSE_MS;
  private readonly clock: Clock;

  constructor(
    private readonly events: EventStore,
    private readonly reads: ReadStore,
    private readonly views: readonly View[],
    private readonly options: ProjectorOptions = {},
  ) {
    this.clock = options.clock ?? systemClock();
  }

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
    if (this.stopped) return false;
    this.wake();
    return new Promise((resolve) => {
      const finish = (seen: boolean): void => {
        clearTimeout(timer);
        this.waiting.delete(waiter);
        resolve(seen);
      };
      const waiter = { order, finish };
      const timer = setTimeout(() => finish(false), withinMs);
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

  /**
   * Tries a stream that views hold again, or all of them: what was held back is read from the log and applied together
   * with the release. Counts a stream once for each view. Throws StoreUnavailable when the stores cannot do it now.
   */
  release(stream?: string): Promise<Released> {
    if (this.options.readOnly || this.stopped) {
      return Promise.reject(new StoreRefused('held', 'this process moves no views'));
    }
    return new Promise((done, failed) => {
      this.asked.push({ stream, done, failed });
      this.wake();
    });
  }

  /** Resolves when the batch in hand is saved, at once when there is none. */
  async settled(): Promise<void> {
    await this.stepping.catch(() => undefined);
  }

  /** Lets the batch in hand finish and starts no other. Whoever waits is told that it does not come here any more. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    await this.running?.catch(() => undefined);
    for (const { finish } of [...this.waiting]) finish(false);
    for (const { failed } of this.asked.splice(0)) failed(new StoreUnavailable('this process ends'));
  }

  private async run(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false;
      do await this.releaseAsked();
      while (!this.stopped && (await this.mayStep()) && (await this.inHand(() => this.observed())));
    }
  }

  private async mayStep(): Promise<boolean> {
    return this.options.gate === undefined || (await this.options.gate());
  }

  private inHand<T>(work: () => Promise<T>): Promise<T> {
    const working = work();
    this.stepping = working;
    return working;
  }

  private observed(): Promise<boolean> {
    return (this.options.observe ?? ((step) => step()))(() => this.step());
  }

  /** One batch: read, apply, save. False when there was nothing to read. */
  private async step(): Promise<boolean> {
    try {
      const caches = await this.opened();
      await this.refuseBeyondLog(caches);
      const from = Math.min(...caches.map((cache) => cache.position));
      const { batch = BATCH } = this.options;
      const stored = await this.events.readAll(from, typeof batch === 'number' ? batch : batch());
      const last = stored.at(-1);
      if (last === undefined) {
        this.announce(from, []);
        return false;
      }
      const events = stored.map(readEvent);
      const changes: ViewChange[] = [];
      for (const cache of caches) {
        const change = await cache.apply(events, last.order);
        if (change) changes.push(change);
      }
      await this.save(changes);
      for (const cache of caches) cache.saved(last.order);
      this.announce(last.order, stored);
      return true;
    } catch (caught) {
      const error = caught instanceof LogUnread ? caught.cause : caught;
      // What the caches hold may be ahead of what was saved, so they are read anew next time.
      this.caches.clear();
      if (error instanceof ProjectionFenced) return true;
      this.failing = saidOf(error);
      throw error;
    }
  }

  private async refuseBeyondLog(caches: readonly RowCache[]): Promise<void> {
    if (this.withinLog) return;
    const furthest = Math.max(...caches.map((cache) => cache.position));
    if (furthest > 0 && furthest > (await this.events.head())) throw beyondLog();
    this.withinLog = true;
  }

  private async save(changes: readonly ViewChange[]): Promise<void> {
    await this.reads.save(this.events.id, changes);
    for (const cache of this.caches.values()) {
      for (const held of cache.newlyHeld()) this.options.onHeld?.(cache.view.name, held);
    }
  }

  /** Releases that were asked for, between two batches; and once at the start, for a mended program may have come. */
  private async releaseAsked(): Promise<void> {
    if (!this.triedHeld && (await this.mayStep())) {
      this.triedHeld = await this.inHand(() => this.releaseIn(undefined)).then(
        () => true,
        () => false,
      );
    }
    // Another process may have moved the views on, and held streams, since this one last looked.
    if (this.asked.length > 0) this.caches.clear();
    for (const { stream, done, failed } of this.asked.splice(0)) {
      await this.inHand(() => this.releaseIn(stream)).then(done, failed);
    }
  }

  private async releaseIn(stream: string | undefined): Promise<Released> {
    let [released, held] = [0, 0];
    for (const { name } of this.views) {
      const streams = await this.heldIn(name, stream);
      for (let done = 0; done < streams.length; done += STREAMS_AT_ONCE) {
        const some = streams.slice(done, done + STREAMS_AT_ONCE);
        const still = await this.releaseSome(name, some, RELEASE_TRIES);
        held += still;
        released += some.length - still;
      }
    }
    return { released, held };
  }

  private async heldIn(view: string, stream: string | undefined): Promise<readonly string[]> {
    const held = (await this.opened()).find((cache) => cache.view.name === view)?.heldStreams() ?? [];
    return stream === undefined ? held : held.filter((each) => each === stream);
  }

  /** Answers how many of the streams still stand. Another projector may move the view in between: then again. */
  private async releaseSome(view: string, streams: readonly string[], tries: number): Promise<number> {
    const cache = (await this.opened()).find((each) => each.view.name === view);
    try {
      const change = await cache?.release(streams);
      if (change) await this.save([change]);
      return change?.held?.length ?? 0;
    } catch (caught) {
      this.caches.clear();
      if (caught instanceof ProjectionFenced && tries > 1) return this.releaseSome(view, streams, tries - 1);
      throw caught instanceof LogUnread ? caught.cause : caught;
    }
  }

  private async opened(): Promise<readonly RowCache[]> {
    const log = { stream: (stream: string, from: number) => this.streamOf(stream, from), clock: this.clock };
    for (const view of this.views) {
      if (!this.caches.has(view.name)) this.caches.set(view.name, await RowCache.open(this.reads, view, log));
    }
    return [...this.caches.values()];
  }

  private async streamOf(stream: string, from: number): Promise<readonly ReadEvent[]> {
    try {
      return (await this.events.readStream(stream, from)).map(readEvent);
    } catch (cause) {
      throw new LogUnread('the log could not be read', { cause });
    }
  }

  private announce(order: number, events: readonly StoredEvent[]): void {
    this.reached = order;
    this.failing = undefined;
    this.pauseMs = FIRST_PAUSE_MS;
    for (const waiter of [...this.waiting]) if (waiter.order <= order) waiter.finish(true);
    if (events.length > 0) this.options.onSaved?.({ order, events });
  }
}

/** What a store says is a sentence of ours. Any other error may quote a row or an event: of it only kind and place are told. */
function saidOf(error: unknown): string {
  if (error instanceof StoreRefused || error instanceof StoreUnavailable) return `${error.name}: ${error.message}`;
  const { kind, at } = faultOf(error);
  return at?.[0] === undefined ? kind : `${kind} at ${at[0]}`;
}
