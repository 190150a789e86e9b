import { StoreRefused, type Clock, type Edition, type EventStore, type Held, type ReadStore } from '@dossier/kernel';
import type { View } from '@dossier/views';
import { Projector, type Progress, type Released } from './projector';

export interface ProjectionsOptions {
  /** Another process moves the views; this one only looks how far they are. */
  readonly readOnly?: boolean;
  readonly clock?: Clock;
  /** Events in one transaction: of the editions that people read or may go back to, and of one that is being built. */
  readonly batch?: number;
  readonly buildingBatch?: number;
  /** How long a building edition rests after a batch, as a multiple of the time the batch took. 0 takes all there is. */
  readonly rest?: number;
  /** Told of what the live edition shows, each event once, also across a switch. */
  readonly onSaved?: (progress: Progress) => void;
  readonly onFault?: (error: unknown, edition: number) => void;
  readonly onHeld?: (view: string, held: Held, edition: number) => void;
  /** Stands around every batch and changes nothing of it: what measures it. */
  readonly observe?: (step: () => Promise<boolean>) => Promise<boolean>;
}

const BATCH = 2000;
/** A process that also answers people must not be away for long, so a building edition is not given much more at once. */
const BUILDING_BATCH = 4000;
const REST = 1;
/** A switch stops the live edition for no longer than this, in milliseconds; then it is tried again later. */
const STANDSTILL_MS = 5000;
const TELL_AT_ONCE = 5000;
/** A rebuild of a province takes minutes; whoever waits for one waits at most this long. */
const LONGEST_WAIT_MS = 60 * 60 * 1000;

/** Who waits for others to move an edition looks this often whether it is still there. */
const LOOK_AGAIN_MS = 1000;

interface Moving {
  readonly projector: Projector;
  state: Edition['state'];
  /** When the batch in hand began, and how long the one before took: the pace of one that is being built. */
  begun: number;
  tookMs: number;
}

/**
 * Moves every edition of the views: the live one, those that were live before and are kept in step with it, and those that
 * are being built beside. Each has a projector of its own, bound to it, so that rows of one are never saved into another;
 * which of them is live is asked of the store before every batch, for another process may have switched.
 */
export class Projections {
  /** Told after every batch of an edition that is being built how far it is. */
  onMoved: (edition: number, order: number) => void = () => undefined;
  private readonly moving = new Map<number, Moving>();
  private readonly looking: Projector | undefined;
  private live = 0;
  private told = 0;
  private telling: Promise<void> = Promise.resolve();
  private toTell = 0;
  private standstill: Promise<void> | undefined;
  private looked: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly events: EventStore,
    private readonly reads: ReadStore,
    private readonly views: readonly View[],
    private readonly options: ProjectionsOptions = {},
  ) {
    if (options.readOnly) this.looking = new Projector(events, reads, views, { readOnly: true });
  }

  /** Whether this process leaves the views to others: it says what is to be, and sees how far they have come. */
  get looksOnly(): boolean {
    return this.looking !== undefined;
  }

  /** Something was committed, or another edition is to be built. Returns at once; the work goes on behind. */
  wake(): void {
    if (this.looking || this.stopped) return;
    if (this.moving.size === 0) this.look().catch((error: unknown) => this.lookFailed(error));
    for (const { projector, state } of this.moving.values()) if (state !== 'paused') projector.wake();
  }

  /** Brings the live edition up to the head of the log as it is now. Throws what its last batch failed of. */
  async catchUp(): Promise<number> {
    const reached = (await this.liveOne()).catchUp();
    this.wake();
    return reached;
  }

  /** The order up to which every view of the live edition has applied the log. */
  async position(): Promise<number> {
    return Math.min(...(await this.positions()));
  }

  /** The order that the view of the live edition has reached which has come furthest. */
  async furthest(): Promise<number> {
    return Math.max(...(await this.positions()));
  }

  private positions(): Promise<number[]> {
    return Promise.all(this.views.map(({ name, version }) => this.reads.position(name, version)));
  }

  /** Resolves to true once every view of the live edition has applied `order`, to false when that takes longer. */
  async waitFor(order: number, withinMs: number): Promise<boolean> {
    return (await this.liveOne()).waitFor(order, withinMs);
  }

  /** What the last batch of the live edition, or of the one named, failed of; undefined when all is well. */
  fault(edition = this.live): string | undefined {
    return this.moving.get(edition)?.projector.fault();
  }

  /** Tries a stream that views hold, or all of them, again in every edition; answers for the live one. */
  async release(stream?: string): Promise<Released> {
    if (this.looking) throw new StoreRefused('held', 'this process moves no views');
    await this.look();
    const answers = new Map<number, Promise<Released>>();
    for (const [edition, { projector, state }] of this.moving) {
      if (state !== 'paused') answers.set(edition, projector.release(stream));
    }
    await Promise.allSettled(answers.values());
    return (await answers.get(this.live)) ?? { released: 0, held: 0 };
  }

  /**
   * Sees which editions there are now and moves those. Called where editions change; everybody else is seen soon enough. One
   * look after the other: an older answer that came later would take away what was begun meanwhile.
   */
  look(): Promise<void> {
    const look = this.looked.then(() => this.lookNow());
    this.looked = look.catch(() => undefined);
    return look;
  }

  private async lookNow(): Promise<void> {
    if (this.stopped) return;
    const { live, all } = await this.reads.editions();
    for (const { edition, state } of this.looking ? [] : all) {
      const known = this.moving.get(edition);
      if (known) {
        const resumed = known.state === 'paused' && state !== 'paused';
        known.state = state;
        if (resumed) known.projector.wake();
      } else this.take(edition, state);
    }
    for (const [edition, { projector }] of this.moving) {
      if (all.some((each) => each.edition === edition)) continue;
      this.moving.delete(edition);
      // Not awaited: it may be its own batch that finds the edition gone.
      void projector.stop();
    }
    const switched = this.live !== live;
    this.live = live;
    if (switched) this.tellUpTo(await this.position());
  }

  /**
   * Brings an edition to where the live one stands and makes it live, with the live one at rest for that moment. Where
   * others move both, it is only tried: throws ProjectionFenced while the edition stands further back.
   */
  async switchTo(to: number): Promise<void> {
    await this.look();
    const from = this.live;
    await this.atRest(async () => {
      await this.moving.get(to)?.projector.catchUp();
      await this.reads.switch(from, to);
    });
    await this.look();
    this.wake();
  }

  /** Brings one edition up to the head; for offline work, where nobody else is served meanwhile. */
  async build(edition: number): Promise<void> {
    await this.look();
    await this.moving.get(edition)?.projector.catchUp();
  }

  /** Waits until an edition stands at an order or further, whoever moves it; false where it is gone or paused before. */
  async reach(edition: number, order: number): Promise<boolean> {
    const watching =
      this.looking && new Projector(this.events, this.reads.edition(edition), this.views, { readOnly: true });
    for (let waited = 0; waited < LONGEST_WAIT_MS; waited += LOOK_AGAIN_MS) {
      await this.look();
      const projector = watching ?? this.moving.get(edition)?.projector;
      if (await projector?.waitFor(order, LOOK_AGAIN_MS)) return true;
      const found = (await this.reads.editions()).all.find((each) => each.edition === edition);
      if (found === undefined || found.state === 'paused') return false;
    }
    return false;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all([...this.moving.values()].map(({ projector }) => projector.stop()));
    await this.looking?.stop();
    await this.looked;
    await this.telling;
  }

  /** What was woken by the last command before the end may find the store closed. */
  private lookFailed(error: unknown): void {
    if (!this.stopped) this.options.onFault?.(error, 0);
  }

  private async liveOne(): Promise<Projector> {
    if (this.looking) return this.looking;
    if (this.moving.size === 0) await this.look();
    const live = this.moving.get(this.live)?.projector;
    if (!live) throw new StoreRefused('held', 'this process moves no views any more');
    return live;
  }

  /** The live edition makes no step while `work` runs. */
  private async atRest<T>(work: () => Promise<T>): Promise<T> {
    let go = (): void => undefined;
    this.standstill = new Promise((resolve) => (go = resolve));
    const timer = setTimeout(go, STANDSTILL_MS);
    try {
      await this.moving.get(this.live)?.projector.settled();
      return await work();
    } finally {
      clearTimeout(timer);
      this.standstill = undefined;
      go();
    }
  }

  private take(edition: number, state: Edition['state']): void {
    const projector = new Projector(this.events, this.reads.edition(edition), this.views, {
      batch: () => this.batchOf(edition),
      gate: () => this.mayStep(edition),
      onSaved: (progress) => this.saved(edition, progress),
      onFault: (error) => this.options.onFault?.(error, edition),
      onHeld: (view, held) => this.options.onHeld?.(view, held, edition),
      ...(this.options.clock ? { clock: this.options.clock } : {}),
      ...(this.options.observe ? { observe: this.options.observe } : {}),
    });
    this.moving.set(edition, { projector, state, begun: 0, tookMs: 0 });
    if (state !== 'paused') projector.wake();
  }

  private batchOf(edition: number): number {
    const { batch = BATCH, buildingBatch = BUILDING_BATCH } = this.options;
    return this.moving.get(edition)?.state === 'building' ? buildingBatch : batch;
  }

  /** Whether an edition is to be moved on, asked before each of its batches. */
  private async mayStep(edition: number): Promise<boolean> {
    await this.look();
    if (this.moving.get(edition)?.state === 'building') await this.rest(edition);
    if (edition === this.live) await this.standstill;
    const state = this.moving.get(edition)?.state;
    return !this.stopped && state !== undefined && state !== 'paused';
  }

  /** Leaves time to those who are served, in proportion to what the batch before took; none while they wait for this one. */
  private async rest(edition: number): Promise<void> {
    const moving = this.moving.get(edition);
    if (!moving) return;
    const pauseMs = moving.tookMs * (this.options.rest ?? REST);
    if (!this.standstill && pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    moving.begun = performance.now();
    moving.tookMs = 0;
  }

  private saved(edition: number, progress: Progress): void {
    const moving = this.moving.get(edition);
    if (moving) moving.tookMs = performance.now() - moving.begun;
    if (moving?.state === 'building') this.onMoved(edition, progress.order);
    if (edition !== this.live) return;
    const events = progress.events.filter(({ order }) => order > this.told);
    this.told = Math.max(this.told, progress.order);
    if (events.length > 0) this.tell({ order: progress.order, events });
  }

  /** At once, or after what is still to be told of a switch: whoever listens hears of events in their order. */
  private tell(progress: Progress): void {
    if (this.toTell === 0) this.options.onSaved?.(progress);
    else this.tellInTurn(async () => this.options.onSaved?.(progress));
  }

  private tellInTurn(telling: () => Promise<void>): void {
    this.toTell += 1;
    // A page that misses a hint asks again by itself; what failed here is seen where the log is read next.
    this.telling = this.telling
      .then(telling)
      .catch(() => undefined)
      .finally(() => (this.toTell -= 1));
  }

  /** After a switch the live edition may show more than was told of the one before it. */
  private tellUpTo(order: number): void {
    const from = this.told;
    if (from === 0 || order <= from) return;
    this.told = order;
    this.tellInTurn(async () => {
      for (let after = from; after < order && !this.stopped;) {
        const events = await this.events.readAll(after, TELL_AT_ONCE);
        const shown = events.filter((event) => event.order <= order);
        const last = shown.at(-1);
        if (last === undefined) return;
        this.options.onSaved?.({ order: last.order, events: shown });
        after = last.order;
      }
    });
  }
}
