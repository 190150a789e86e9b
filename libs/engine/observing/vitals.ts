import type { Clock, EventStore, KeyStore, ReadStore } from '@dossier/kernel';
import type { View } from '@dossier/views';
import { parseStored } from '../sealing/codec';
import type { Metrics } from './metrics';

/** How far a view is: orders to the head of the log, and the age of the oldest event it has not applied. */
export interface ViewLag {
  readonly view: string;
  readonly orders: number;
  readonly seconds: number;
}

/** A store that does not answer within this is as good as gone. */
const PATIENCE_MS = 2000;

/** Looks at the stores as somebody from outside would. Nothing is written. */
export class Vitals {
  constructor(
    private readonly events: EventStore,
    private readonly reads: ReadStore,
    private readonly keys: KeyStore,
    private readonly views: readonly View[],
    private readonly clock: Clock,
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  /** Which stores answer now. */
  async stores(): Promise<Readonly<Record<'events' | 'rows' | 'keys', boolean>>> {
    const [events, rows, keys] = await Promise.all([
      this.answers(() => this.events.head()),
      this.answers(() => this.reads.source()),
      this.answers(() => this.keys.findKey('health')),
    ]);
    return { events, rows, keys };
  }

  /** Whether the rows were made of another log, or of more than this one holds: after a restore they say what never happened there. */
  async foreignRows(): Promise<boolean> {
    const source = await this.within(() => this.reads.source());
    if (source === undefined) return false;
    if (source !== this.events.id) return true;
    const reached = this.views.map(({ name, version }) => this.within(() => this.reads.position(name, version)));
    // The log last: what is written and applied in between is no sign of it.
    const furthest = Math.max(...(await Promise.all(reached)));
    return furthest > (await this.within(() => this.events.head()));
  }

  async lags(): Promise<{ readonly head: number; readonly views: readonly ViewLag[] }> {
    const head = await this.within(() => this.events.head());
    const ages = new Map<number, number>();
    const views: ViewLag[] = [];
    for (const { name, version } of this.views) {
      const position = await this.within(() => this.reads.position(name, version));
      const orders = Math.max(0, head - position);
      if (orders > 0 && !ages.has(position)) ages.set(position, await this.ageAfter(position));
      views.push({ view: name, orders, seconds: orders === 0 ? 0 : (ages.get(position) ?? 0) });
    }
    return { head, views };
  }

  /** Puts what can be found out into the metrics. A store that is out of reach is told as such, and the rest all the same. */
  async measure(metrics: Metrics): Promise<void> {
    const up = await this.stores();
    for (const [store, answers] of Object.entries(up)) metrics.up.set({ store }, answers ? 1 : 0);
    if (!up.events || !up.rows) return;
    const { head, views } = await this.lags();
    metrics.head.set(head);
    for (const { view, orders, seconds } of views) {
      metrics.lag.set({ view }, orders);
      metrics.lagSeconds.set({ view }, seconds);
    }
    for (const { name, version } of this.views) {
      const held = await this.within(() => this.reads.held(name, version));
      metrics.held.set({ view: name }, held.length);
    }
  }

  /** Seconds since the first event after an order was recorded. */
  private async ageAfter(order: number): Promise<number> {
    const [oldest] = await this.within(() => this.events.readAll(order, 1));
    if (oldest === undefined) return 0;
    const { at } = parseStored(oldest).meta;
    return Math.max(0, (Date.parse(this.clock.now()) - Date.parse(at)) / 1000);
  }

  private answers(ask: () => Promise<unknown>): Promise<boolean> {
    return this.within(ask).then(
      () => true,
      () => false,
    );
  }

  private async within<T>(ask: () => Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('a store does not answer')), this.patienceMs);
    });
    try {
      return await Promise.race([ask(), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
