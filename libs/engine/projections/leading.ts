import type { EventStore, ReadStore, Watch } from '@dossier/kernel';

/** What moves views on when it is woken, and sees which editions there are. */
interface Moved {
  wake(): void;
  look(): Promise<void>;
}

export interface LeadingOptions {
  /** Who this process is among those that share the rows. */
  readonly holder: string;
  /** Held for so long, and renewed three times as often: a process that ends leaves the views standing no longer than this. */
  readonly leaseMs?: number;
  readonly onFault?: (error: unknown) => void;
}

const LEASE_MS = 3000;
/** What whoever holds the lease of it moves. */
export const MOVING_VIEWS = 'views';

/**
 * Moves the views on in one of several processes: the one that holds the lease is woken by the log, the others wait their
 * turn. The lease saves work and no more; what keeps two from writing is the position each save is fenced by.
 */
export class Leading {
  private leads = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private watch: Watch | undefined;
  private turn: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly events: EventStore,
    private readonly reads: ReadStore,
    private readonly views: Moved,
    private readonly options: LeadingOptions,
  ) {}

  start(): void {
    this.watch = this.events.watch(() => {
      if (this.leads && !this.stopped) this.views.wake();
    });
    this.next(0);
  }

  /** Whether this process moves the views just now, as far as it knows. */
  leading(): boolean {
    return this.leads;
  }

  /** Gives the lease back, so that another goes on at once. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.watch?.stop();
    await this.turn;
    if (this.leads) await this.reads.lead(MOVING_VIEWS, this.options.holder, 0).catch(() => undefined);
    this.leads = false;
  }

  private next(inMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.turn = this.renew().finally(() => this.next(this.leaseMs() / 3));
    }, inMs);
    this.timer.unref();
  }

  private async renew(): Promise<void> {
    try {
      this.leads = await this.reads.lead(MOVING_VIEWS, this.options.holder, this.leaseMs());
      if (!this.leads || this.stopped) return;
      // An edition may have been begun, paused or switched through another process.
      await this.views.look();
      // A wake that came to nobody, or to one that has ended, is made up for here.
      this.views.wake();
    } catch (error) {
      this.leads = false;
      this.options.onFault?.(error);
    }
  }

  private leaseMs(): number {
    return this.options.leaseMs ?? LEASE_MS;
  }
}
