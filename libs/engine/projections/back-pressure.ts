import { StoreRefused } from '@dossier/kernel';

/** The views are so far behind that taking more commands would only make it worse. Nothing was written; ask again later. */
export class ViewsOverloaded extends Error {
  override readonly name = 'ViewsOverloaded';
  constructor(
    readonly lag: number,
    readonly most: number,
  ) {
    super(`the views are ${lag} behind the log, ${most} is the most: no commands are taken until they have caught up`);
  }
}

/** A generous bound: a view that lags this far behind takes many seconds to come level. */
export const MOST_BEHIND = 100_000;
/** How old a look at the lag may be, in milliseconds: it costs two questions, and commands come by the hundred. */
const FRESH_MS = 250;

/** Where the log and the views stand, as orders of the log. */
export interface Lag {
  head(): Promise<number>;
  views(): Promise<number>;
  /** Where the view stands that has come furthest. */
  furthest(): Promise<number>;
  /** Has the views move: while no command is taken, nothing that is committed does. */
  wake(): void;
}

/**
 * A log that was put back from a backup under its old id would give new events orders that these rows have passed. Whoever
 * moves them on, or lets the log grow up to where they stand, would have them lack those events in silence.
 */
export function beyondLog(): StoreRefused {
  return new StoreRefused(
    'foreign',
    'the rows stand further than the log, which must be a restored one: see OPERATIONS',
  );
}

/**
 * Stops commands while the views are further behind the log than a bound, and while they stand beyond its end. Looks now
 * and then, not at every command.
 */
export class BackPressure {
  private looked = Number.NEGATIVE_INFINITY;
  private looking: Promise<number> | undefined;
  private lag = 0;

  constructor(
    private readonly at: Lag,
    private readonly most = MOST_BEHIND,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** Throws ViewsOverloaded while the views are too far behind, StoreRefused 'foreign' while they are of a longer log. */
  async admit(): Promise<void> {
    if (this.nowMs() - this.looked > FRESH_MS) {
      this.looking ??= this.look().finally(() => (this.looking = undefined));
      this.lag = await this.looking;
      this.looked = this.nowMs();
    }
    if (this.lag <= this.most) return;
    this.at.wake();
    throw new ViewsOverloaded(this.lag, this.most);
  }

  private async look(): Promise<number> {
    // The log last: what is written and applied in between must not look as if it stood beyond its end.
    const [views, furthest] = await Promise.all([this.at.views(), this.at.furthest()]);
    const head = await this.at.head();
    if (furthest > head) throw beyondLog();
    return head - views;
  }
}
