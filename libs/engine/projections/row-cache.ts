import type { ReadStore, ViewChange } from '@dossier/kernel';
import { nextRow, type Seen, type View } from '@dossier/views';

/** A view could not apply an event. Names the event, so that whoever mends it knows where to look. */
export class ViewFault extends Error {
  override readonly name = 'ViewFault';
  constructor(view: string, stream: string, revision: number, cause: unknown) {
    super(
      `view ${view} cannot apply ${stream} revision ${revision}: ${cause instanceof Error ? cause.message : 'unknown'}`,
      { cause },
    );
  }
}

/** Rows kept between batches. Past this many they are all let go: a fresh start costs one read a row. */
const MOST_ROWS = 100_000;
const MOST_STREAMS = 200_000;

/** One view's rows as a projector works on them: read once, changed in memory, handed out as one change a batch. */
export class RowCache {
  private rows = new Map<string, unknown>();
  private applied = new Map<string, number>();

  constructor(
    private readonly reads: ReadStore,
    private readonly view: View,
    public position: number,
    /** A stream's events up to a revision: asked for when one changes what earlier ones meant. */
    private readonly historyOf: (stream: string, until: number) => Promise<readonly Seen[]>,
  ) {}

  /** Applies what of a batch this view has not seen; undefined when it has seen all of it. */
  async apply(batch: readonly Seen[], to: number): Promise<ViewChange | undefined> {
    if (to <= this.position) return undefined;
    const events = batch.filter((event) => event.order > this.position);
    await this.readAhead(events);
    const changed = new Set<string>();
    const streams = new Set<string>();
    const missing: { stream: string; revision: number }[] = [];
    for (const event of events) {
      const last = this.applied.get(event.stream) ?? -1;
      for (let revision = last + 1; revision < event.revision; revision += 1)
        missing.push({ stream: event.stream, revision });
      this.applied.set(event.stream, event.revision);
      streams.add(event.stream);
      await this.take(event, changed);
    }
    return {
      view: this.view.name,
      version: this.view.version,
      from: this.position,
      to,
      rows: [...changed].map((key) => this.toSave(key)),
      applied: [...streams].map((stream) => ({ stream, revision: this.applied.get(stream) ?? -1 })),
      missing,
    };
  }

  private async take(event: Seen, changed: Set<string>): Promise<void> {
    try {
      for (const key of this.view.touches(event)) {
        const row = this.rows.get(key);
        const anew = this.view.anew?.needed(row, event) === true;
        const history = anew ? await this.historyOf(event.stream, event.revision) : undefined;
        this.rows.set(key, nextRow(this.view, row, event, key, history));
        changed.add(key);
      }
    } catch (error) {
      throw new ViewFault(this.view.name, event.stream, event.revision, error);
    }
  }

  /** The change was saved: this is where the view stands now. */
  saved(to: number): void {
    this.position = Math.max(this.position, to);
    if (this.rows.size > MOST_ROWS) this.rows = new Map();
    if (this.applied.size > MOST_STREAMS) this.applied = new Map();
  }

  private toSave(key: string): ViewChange['rows'][number] {
    const row = this.rows.get(key);
    if (row === undefined) return { key, partition: '', json: undefined };
    return { key, partition: this.view.partition(row, key), json: JSON.stringify(row) };
  }

  /** Rows and applied revisions that this batch will need are read in two questions, not one by one. */
  private async readAhead(events: readonly Seen[]): Promise<void> {
    const { name, version } = this.view;
    const keys = new Set<string>();
    const streams = new Set<string>();
    for (const event of events) {
      if (!this.applied.has(event.stream)) streams.add(event.stream);
      for (const key of this.view.touches(event)) if (!this.rows.has(key)) keys.add(key);
    }
    // A view at the start of the log has nothing stored, so nothing is asked.
    if (this.position === 0) return;
    for (const row of await this.reads.getMany(name, version, [...keys])) this.rows.set(row.key, JSON.parse(row.json));
    for (const [stream, revision] of await this.reads.applied(name, version, [...streams]))
      this.applied.set(stream, revision);
  }
}
