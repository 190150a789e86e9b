import type { EventStore } from '@dossier/kernel';
import type { Progress } from './projector';

/** How far views have come, whoever moves them. */
interface Positioned {
  position(): Promise<number>;
}

/** At most so many events are told of one by one; who missed more asks for everything anew. */
const MOST_TOLD = 1000;

/**
 * In a process that leaves the views to others: looks how far they have come and tells what has newly become visible, read
 * from the log itself. A hint that something happened only makes it look sooner.
 */
export class Following {
  private told: number | undefined;
  private looking: Promise<void> | undefined;
  private again = false;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly events: EventStore,
    private readonly views: Positioned,
    private readonly tell: (progress: Progress) => void,
    private readonly onFault: (error: unknown) => void = () => undefined,
  ) {}

  start(everyMs: number): void {
    this.timer = setInterval(() => void this.look(), everyMs);
    this.timer.unref();
    void this.look();
  }

  /** One look after the other; a look that is asked for during another is made up for after it. */
  look(): Promise<void> {
    this.again = true;
    this.looking ??= this.run().finally(() => (this.looking = undefined));
    return this.looking;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await this.looking;
  }

  private async run(): Promise<void> {
    while (this.again) {
      this.again = false;
      try {
        await this.tellNew();
      } catch (error) {
        this.onFault(error);
      }
    }
  }

  private async tellNew(): Promise<void> {
    const order = await this.views.position();
    const before = this.told;
    this.told = order;
    if (before === undefined || order <= before) return;
    const events = await this.events.readAll(before, MOST_TOLD);
    this.tell({ order, events: events.filter((event) => event.order <= order) });
  }
}
