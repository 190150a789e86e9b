import { dayOfInstant } from '@dossier/calendar';
import type { Clock, Day, EventStore, Position, ReadStore } from '@dossier/kernel';
import type { View } from '@dossier/views';
import type { Projections } from '../projections/projections';
import type { Answered } from './messages';

/** What was asked for does not exist, at that moment, as far as was known. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
  constructor(
    readonly what: string,
    readonly id: string,
  ) {
    super(`no ${what} '${id}'`);
  }
}

/** A position that cannot be believed: of another store, or beyond the end of this one. */
export class PositionRefused extends Error {
  override readonly name = 'PositionRefused';
}

/** The views have not reached the asked position in time. */
export class ViewsBehind extends Error {
  override readonly name = 'ViewsBehind';
}

/** A query waits so long for a position before it says that the views are behind. */
const PATIENCE_MS = 5000;

/** Reads rows for queries: checks and awaits the position the asker has seen, and says which one the answer knows. */
export class Reading {
  constructor(
    private readonly events: EventStore,
    private readonly reads: ReadStore,
    private readonly projections: Projections,
    private readonly clock: Clock,
  ) {}

  today(): Day {
    return dayOfInstant(this.clock.now());
  }

  /**
   * Answers from one view's rows. The position is read before the rows, so the answer knows at least that much. It is looked
   * at once more where a position was asked for: another process may have switched editions after the wait.
   */
  async answer<A>(view: View, seen: Position | undefined, read: () => Promise<A>): Promise<Answered<A>> {
    if (seen) await this.await(seen);
    let order = await this.reads.position(view.name, view.version);
    if (seen && order < seen.order) {
      await this.projections.look();
      await this.reach(seen);
      order = await this.reads.position(view.name, view.version);
      if (order < seen.order) throw behind(seen);
    }
    return { answer: await read(), position: { store: this.events.id, order } };
  }

  async rows<Row>(view: View<Row>, partition?: string): Promise<readonly Row[]> {
    const stored = await this.reads.list(view.name, view.version, partition);
    return stored.map((row) => JSON.parse(row.json) as Row);
  }

  async row<Row>(view: View<Row>, key: string): Promise<Row | undefined> {
    const stored = await this.reads.get(view.name, view.version, key);
    return stored && (JSON.parse(stored.json) as Row);
  }

  /** Whether a position is one of this store; throws where it is not. */
  async believe(seen: Position): Promise<void> {
    if (seen.store !== this.events.id)
      throw new PositionRefused('the position is of another store, or from before a restore');
    if (seen.order > (await this.events.head()))
      throw new PositionRefused('the position lies beyond the end of this store');
  }

  private async await(seen: Position): Promise<void> {
    await this.believe(seen);
    await this.reach(seen);
  }

  private async reach(seen: Position): Promise<void> {
    if (!(await this.projections.waitFor(seen.order, PATIENCE_MS))) throw behind(seen);
  }
}

function behind({ order }: Position): ViewsBehind {
  return new ViewsBehind(`the views have not reached position ${order} within ${PATIENCE_MS / 1000} s`);
}
