/** One record as the server keeps it. Positions are byte offsets of a log that also holds what others wrote. */
export interface DoubleRecord {
  readonly commit: bigint;
  readonly prepare: bigint;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export type ProposedRecord = Omit<DoubleRecord, 'commit' | 'prepare' | 'stream' | 'revision'>;

/** What a writer says a stream must be at: a last revision, or one of the words. */
export type ExpectedState = number | 'no_stream' | 'any' | 'stream_exists';

export interface DoubleWrite {
  readonly stream: string;
  readonly expected: ExpectedState;
  readonly records: readonly ProposedRecord[];
}

export interface WrittenStream {
  readonly stream: string;
  readonly revision: number;
}

export type WriteOutcome =
  | { readonly written: readonly WrittenStream[]; readonly position: { commit: bigint; prepare: bigint } }
  | { readonly conflict: { stream: string; expected: ExpectedState; actual: number; check: number } };

const NOTHING = new Uint8Array();

/**
 * The data of a server that is a double. It outlives the server that serves it, as files outlive a process, so a stopped
 * double can be started again on the same log.
 *
 * Harder than life on purpose: events of one append share a commit position that lies behind all their prepare positions,
 * and a record of the system comes between any two appends, so orders have gaps and a reader must filter.
 */
export class DoubleLog {
  readonly records: DoubleRecord[] = [];
  private readonly streams = new Map<string, DoubleRecord[]>();
  private readonly boundaries = new Set<bigint>();
  private readonly listeners = new Set<() => void>();
  private end = 0n;

  constructor() {
    this.systemRecord();
  }

  /** What a backup of the server's files would hold: all of it as it is now, and nothing that comes later. */
  copy(): DoubleLog {
    const copy = new DoubleLog();
    copy.records.splice(0, copy.records.length, ...this.records);
    copy.streams.clear();
    for (const [name, records] of this.streams) copy.streams.set(name, [...records]);
    for (const boundary of this.boundaries) copy.boundaries.add(boundary);
    copy.end = this.end;
    return copy;
  }

  /** All or nothing. The same ids at the same expected revision are answered as written and not written again. */
  write(writes: readonly DoubleWrite[]): WriteOutcome {
    const repeated = writes.filter(({ records }) => records.length > 0).every((write) => this.holds(write));
    if (!repeated || writes.every(({ records }) => records.length === 0)) {
      for (const [check, { stream, expected }] of writes.entries()) {
        const actual = this.lastRevision(stream);
        if (!fits(expected, actual)) return { conflict: { stream, expected, actual, check } };
      }
      this.commit(writes);
    }
    const written = writes
      .filter(({ records }) => records.length > 0)
      .map(({ stream, expected, records }) => ({
        stream,
        revision: repeated && typeof expected !== 'string' ? expected + records.length : this.lastRevision(stream),
      }));
    const [position = { commit: 0n, prepare: 0n }] = written
      .flatMap(({ stream, revision }) => this.stream(stream)[revision] ?? [])
      .sort((a, b) => Number(b.prepare - a.prepare));
    return { written, position: { commit: position.commit, prepare: position.prepare } };
  }

  stream(name: string): readonly DoubleRecord[] {
    return this.streams.get(name) ?? [];
  }

  lastRevision(stream: string): number {
    return this.stream(stream).length - 1;
  }

  /** Whether a read may begin there: the real server answers a position between two records with an error. */
  isBoundary(position: bigint): boolean {
    return this.boundaries.has(position) || position === this.end;
  }

  /** Calls back after every write, until the function that comes back is called. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private holds({ stream, expected, records }: DoubleWrite): boolean {
    const base = expected === 'no_stream' ? -1 : expected;
    if (typeof base === 'string') return false;
    return records.every(({ id }, index) => this.stream(stream)[base + 1 + index]?.id === id);
  }

  private commit(writes: readonly DoubleWrite[]): void {
    const placed = writes.flatMap(({ stream, records }) =>
      records.map((record, index) => {
        const prepare = this.take(record.data.length + record.metadata.length);
        return { ...record, stream, revision: this.lastRevision(stream) + 1 + index, prepare };
      }),
    );
    // One event commits itself; several are committed by a record behind them.
    const [only] = placed;
    const commit = placed.length === 1 && only !== undefined ? only.prepare : this.take(0);
    for (const each of placed) this.keep({ ...each, commit });
    this.systemRecord();
    for (const listener of [...this.listeners]) listener();
  }

  private systemRecord(): void {
    const prepare = this.take(0);
    const stream = '$stats-127.0.0.1:2113';
    const revision = this.lastRevision(stream) + 1;
    const id = `00000000-0000-4000-8000-${String(revision).padStart(12, '0')}`;
    const contentType = 'application/json';
    this.keep({
      stream,
      revision,
      id,
      prepare,
      commit: prepare,
      type: '$statsCollected',
      contentType,
      data: NOTHING,
      metadata: NOTHING,
    });
  }

  private take(bytes: number): bigint {
    const at = this.end;
    this.boundaries.add(at);
    this.end += BigInt(91 + bytes);
    return at;
  }

  private keep(record: DoubleRecord): void {
    this.records.push(record);
    const own = this.streams.get(record.stream) ?? [];
    this.streams.set(record.stream, own);
    own.push(record);
  }
}

function fits(expected: ExpectedState, actual: number): boolean {
  if (expected === 'any') return true;
  if (expected === 'no_stream') return actual === -1;
  if (expected === 'stream_exists') return actual >= 0;
  return actual === expected;
}
