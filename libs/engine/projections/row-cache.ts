import type { Clock, Held, ReadStore, ViewChange } from '@dossier/kernel';
import { nextRow, type Seen, type View } from '@dossier/views';
import { reasonOf, type ReadEvent } from './read-event';

/** Rows kept between batches. Past this many they are all let go: a fresh start costs one read a row. */
const MOST_ROWS = 100_000;
const MOST_STREAMS = 200_000;

/** The log could not be read just now. No fault of the event that is being applied. */
export class LogUnread extends Error {
  override readonly name = 'LogUnread';
}

/** What a cache asks of the log: a stream from a revision on. Throws LogUnread. */
export type ReadStream = (stream: string, from: number) => Promise<readonly ReadEvent[]>;

/** What one step changes, gathered until it is handed out. */
interface Step {
  readonly keys: Set<string>;
  readonly streams: Set<string>;
  readonly missing: { stream: string; revision: number }[];
  readonly held: Map<string, Held>;
  readonly released: string[];
}

/**
 * One view's rows as a projector works on them: read once, changed in memory, handed out as one change a batch. A stream
 * whose event the view cannot apply stands still there; rows belong to one stream each, so all others go on.
 */
export class RowCache {
  private rows = new Map<string, unknown>();
  private applied = new Map<string, number>();
  private fresh: Held[] = [];

  private constructor(
    private readonly reads: ReadStore,
    readonly view: View,
    public position: number,
    private readonly held: Map<string, Held>,
    private readonly log: { readonly stream: ReadStream; readonly clock: Clock },
  ) {}

  static async open(reads: ReadStore, view: View, log: { stream: ReadStream; clock: Clock }): Promise<RowCache> {
    const position = await reads.position(view.name, view.version);
    const held = position === 0 ? [] : await reads.held(view.name, view.version);
    return new RowCache(reads, view, position, new Map(held.map((each) => [each.stream, each])), log);
  }

  /** The streams that stand still, as far as this cache knows. */
  heldStreams(): readonly string[] {
    return [...this.held.keys()];
  }

  /** What was held in changes that are saved by now, each told once. */
  newlyHeld(): readonly Held[] {
    return this.fresh.splice(0);
  }

  /** Applies what of a batch this view has not seen; undefined when it has seen all of it. */
  async apply(batch: readonly ReadEvent[], to: number): Promise<ViewChange | undefined> {
    if (to <= this.position) return undefined;
    const events = batch.filter((event) => event.order > this.position);
    await this.readAhead(events);
    const step = newStep();
    for (const event of events) {
      const held = this.held.get(event.stream);
      // That it is held is said again, so that the store can tell when somebody else has released it meanwhile.
      if (held) step.held.set(event.stream, held);
      else await this.take(event, step);
    }
    return this.changeOf(step, to);
  }

  /**
   * Tries streams that stand still again, from the log, up to where the view stands; undefined when none of them is held.
   * What fails stays held, with another try counted.
   */
  async release(streams: readonly string[]): Promise<ViewChange | undefined> {
    const again = streams.flatMap((stream) => this.held.get(stream) ?? []);
    if (again.length === 0) return undefined;
    const step = newStep();
    for (const held of again) {
      const { stream } = held;
      const applied = await this.reads.applied(this.view.name, this.view.version, [stream]);
      const events = await this.log.stream(stream, (applied.get(stream) ?? -1) + 1);
      const due = events.filter(({ order }) => order <= this.position);
      await this.readAhead(due);
      this.held.delete(stream);
      for (const event of due) if (!this.held.has(stream)) await this.take(event, step);
      const still = due.length === 0 ? held : this.held.get(stream);
      if (still) this.hold({ ...still, since: held.since, tries: held.tries + 1 }, step);
      else step.released.push(stream);
    }
    return this.changeOf(step, this.position);
  }

  /** The change was saved: this is where the view stands now. */
  saved(to: number): void {
    this.position = Math.max(this.position, to);
    if (this.rows.size > MOST_ROWS) this.rows = new Map();
    if (this.applied.size > MOST_STREAMS) this.applied = new Map();
  }

  private hold(held: Held, step: Step): void {
    this.held.set(held.stream, held);
    step.held.set(held.stream, held);
  }

  /** Applies one event whole, or holds its stream and leaves every row as it was. */
  private async take(read: ReadEvent, step: Step): Promise<void> {
    const { stream, revision } = read;
    const outcome = read.event ? await this.rowsAfter(read.event) : (read.fault ?? 'unreadable');
    if (typeof outcome === 'string') {
      const held = { stream, revision, reason: outcome, since: this.log.clock.now(), tries: 1 };
      this.hold(held, step);
      this.fresh.push(held);
      return;
    }
    for (let absent = (this.applied.get(stream) ?? -1) + 1; absent < revision; absent += 1) {
      step.missing.push({ stream, revision: absent });
    }
    this.applied.set(stream, revision);
    step.streams.add(stream);
    for (const [key, row] of outcome) {
      this.rows.set(key, row);
      step.keys.add(key);
    }
  }

  /** The rows an event changes, as they are after it; a reason when the view cannot apply it. */
  private async rowsAfter(event: Seen): Promise<ReadonlyMap<string, unknown> | string> {
    try {
      const after = new Map<string, unknown>();
      for (const key of this.view.touches(event)) {
        const row = this.rows.get(key);
        const anew = this.view.anew?.needed(row, event) === true;
        const next = nextRow(this.view, row, event, key, anew ? await this.historyOf(event) : undefined);
        // Where a row is listed is part of it: a view that cannot say so could not save it either.
        if (next !== undefined) this.view.partition(next, key);
        after.set(key, next);
      }
      return after;
    } catch (error) {
      if (error instanceof LogUnread) throw error;
      return reasonOf(error, this.view.name, event.type);
    }
  }

  private async historyOf({ stream, revision }: Seen): Promise<readonly Seen[]> {
    const read = await this.log.stream(stream, 0);
    return read.filter((each) => each.revision <= revision).flatMap(({ event }) => event ?? []);
  }

  private changeOf({ keys, streams, missing, held, released }: Step, to: number): ViewChange {
    return {
      view: this.view.name,
      version: this.view.version,
      from: this.position,
      to,
      rows: [...keys].map((key) => this.toSave(key)),
      applied: [...streams].map((stream) => ({ stream, revision: this.applied.get(stream) ?? -1 })),
      missing,
      ...(held.size > 0 ? { held: [...held.values()] } : {}),
      ...(released.length > 0 ? { released } : {}),
    };
  }

  private toSave(key: string): ViewChange['rows'][number] {
    const row = this.rows.get(key);
    if (row === undefined) return { key, partition: '', json: undefined };
    return { key, partition: this.view.partition(row, key), json: JSON.stringify(row) };
  }

  /** Rows and applied revisions that this batch will need are read in two questions, not one by one. */
  private async readAhead(events: readonly ReadEvent[]): Promise<void> {
    const { name, version } = this.view;
    const keys = new Set<string>();
    const streams = new Set<string>();
    for (const { stream, event } of events) {
      if (!this.applied.has(stream)) streams.add(stream);
      for (const key of this.keysOf(event)) if (!this.rows.has(key)) keys.add(key);
    }
    // A view at the start of the log has nothing stored, so nothing is asked.
    if (this.position === 0) return;
    for (const row of await this.reads.getMany(name, version, [...keys])) this.rows.set(row.key, JSON.parse(row.json));
    for (const [stream, revision] of await this.reads.applied(name, version, [...streams]))
      this.applied.set(stream, revision);
  }

  private keysOf(event: Seen | undefined): readonly string[] {
    try {
      return event ? this.view.touches(event) : [];
    } catch {
      // It is held when its turn comes.
      return [];
    }
  }
}

function newStep(): Step {
  return { keys: new Set(), streams: new Set(), missing: [], held: new Map(), released: [] };
}
