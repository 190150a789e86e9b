import { ProjectionFenced, StoreRefused, StoreUnavailable } from '@dossier/kernel';
import type { ReadStore, StoredRow, ViewChange } from '@dossier/kernel';
import { checkChanges } from './checked-changes';

/** Rows that live as long as the process; every promise of the port but durability. */
export function memoryReads(): ReadStore {
  return new MemoryReads();
}

interface KeptView {
  position: number;
  readonly rows: Map<string, StoredRow>;
  readonly applied: Map<string, number>;
  readonly missing: Map<string, Set<number>>;
}

class MemoryReads implements ReadStore {
  private readonly views = new Map<string, KeptView>();
  private from: string | undefined;
  private open = true;

  async source(): Promise<string | undefined> {
    this.checkOpen();
    return this.from;
  }

  async position(view: string, version: number): Promise<number> {
    return this.find(view, version)?.position ?? 0;
  }

  async get(view: string, version: number, key: string): Promise<StoredRow | undefined> {
    return this.find(view, version)?.rows.get(key);
  }

  async getMany(view: string, version: number, keys: readonly string[]): Promise<readonly StoredRow[]> {
    const rows = this.find(view, version)?.rows;
    return keys.map((key) => rows?.get(key)).filter((row) => row !== undefined);
  }

  async list(view: string, version: number, partition?: string): Promise<readonly StoredRow[]> {
    const rows = [...(this.find(view, version)?.rows.values() ?? [])];
    const wanted = partition === undefined ? rows : rows.filter((row) => row.partition === partition);
    return wanted.sort((a, b) => byBytes(a.key, b.key));
  }

  async applied(view: string, version: number, streams?: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const applied = this.find(view, version)?.applied ?? new Map<string, number>();
    const wanted = streams === undefined ? undefined : new Set(streams);
    return new Map([...applied].filter(([stream]) => wanted?.has(stream) ?? true));
  }

  async missing(view: string, version: number): Promise<readonly { stream: string; revision: number }[]> {
    const missing = [...(this.find(view, version)?.missing ?? [])].sort(([a], [b]) => byBytes(a, b));
    return missing.flatMap(([stream, revisions]) =>
      [...revisions].sort((a, b) => a - b).map((revision) => ({ stream, revision })),
    );
  }

  async save(source: string, changes: readonly ViewChange[]): Promise<void> {
    checkChanges(source, changes);
    await Promise.resolve();
    this.checkOpen();
    if (this.from !== undefined && this.from !== source) {
      throw new StoreRefused(
        'foreign',
        `these rows were built from log ${this.from}, not from ${source}: rebuild them`,
      );
    }
    this.checkFences(changes);
    if (changes.length > 0) this.from = source;
    for (const change of changes) this.apply(change);
  }

  async drop(view: string, version: number): Promise<void> {
    this.checkOpen();
    this.views.delete(nameOf(view, version));
    if (this.views.size === 0) this.from = undefined;
  }

  async close(): Promise<void> {
    this.open = false;
  }

  /** All fences before the first change, so that a lost race leaves nothing behind. */
  private checkFences(changes: readonly ViewChange[]): void {
    const reached = new Map<string, number>();
    for (const { view, version, from, to } of changes) {
      const name = nameOf(view, version);
      const actual = reached.get(name) ?? this.views.get(name)?.position ?? 0;
      if (actual !== from) throw new ProjectionFenced(view, from, actual);
      reached.set(name, to);
    }
  }

  private apply(change: ViewChange): void {
    const name = nameOf(change.view, change.version);
    const kept = this.views.get(name) ?? { position: 0, rows: new Map(), applied: new Map(), missing: new Map() };
    this.views.set(name, kept);
    kept.position = change.to;
    for (const { key, partition, json } of change.rows) {
      if (json === undefined) kept.rows.delete(key);
      else kept.rows.set(key, { key, partition, json });
    }
    for (const { stream, revision } of change.applied) kept.applied.set(stream, revision);
    for (const { stream, revision } of change.missing) {
      kept.missing.set(stream, (kept.missing.get(stream) ?? new Set<number>()).add(revision));
    }
  }

  private find(view: string, version: number): KeptView | undefined {
    this.checkOpen();
    return this.views.get(nameOf(view, version));
  }

  private checkOpen(): void {
    if (!this.open) throw new StoreUnavailable('the rows in memory are closed');
  }
}

function nameOf(view: string, version: number): string {
  return `${version} ${view}`;
}

/** Databases order text by its UTF-8 bytes, JavaScript by UTF-16 units; they differ past U+FFFF. The port means bytes. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
