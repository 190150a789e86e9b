import type { EventStore } from '@dossier/kernel';
import type { Progress } from './projector';

/** How far views have come, whoever moves them. */
interface Positioned {
  position(): Promise<number>;
}

const TELL_AT_ONCE = 1000;

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
    // What is not told because the log could not be read is told at the next look.
    for (let after = this.told ?? order; after < order;) {
      const read = await this.events.readAll(after, TELL_AT_ONCE);
      const events = read.filter((event) => event.order <= order);
      const last = events.at(-1);
      if (last === undefined) break;
      this.tell({ order: last.order, events });
      this.told = after = last.order;
    }
    this.told = Math.max(this.told ?? order, order);
  }
}
