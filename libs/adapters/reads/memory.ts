import { ProjectionFenced, StoreRefused, StoreUnavailable } from '@dossier/kernel';
import type { Edition, Editions, Held, Instant, ReadStore, StoredRow, ViewChange } from '@dossier/kernel';
import { checkChanges } from './checked-changes';
import { Leases } from './leases';

/** Rows that live as long as the process; every promise of the port but durability. */
export function memoryReads(): ReadStore {
  const live: KeptEdition = { state: 'live', since: new Date().toISOString(), views: new Map(), source: undefined };
  return new MemoryReads({ open: true, next: 2, editions: new Map([[1, live]]), leases: new Leases() });
}

interface KeptView {
  position: number;
  readonly rows: Map<string, StoredRow>;
  readonly applied: Map<string, number>;
  readonly missing: Map<string, Set<number>>;
  readonly held: Map<string, Held>;
}

interface KeptEdition {
  state: Edition['state'];
  readonly since: Instant;
  readonly views: Map<string, KeptView>;
  source: string | undefined;
}

/** What a store and those bound to one of its editions share. */
interface Kept {
  open: boolean;
  next: number;
  readonly editions: Map<number, KeptEdition>;
  readonly leases: Leases;
}

class MemoryReads implements ReadStore {
  constructor(
    private readonly kept: Kept,
    private readonly bound?: number,
  ) {}

  async source(): Promise<string | undefined> {
    return this.asked()?.source;
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

  async held(view: string, version: number): Promise<readonly Held[]> {
    const held = [...(this.find(view, version)?.held.values() ?? [])];
    return held.sort((a, b) => byBytes(a.stream, b.stream));
  }

  async save(source: string, changes: readonly ViewChange[]): Promise<void> {
    checkChanges(source, changes);
    await Promise.resolve();
    const edition = this.asked();
    if (edition === undefined) throw new ProjectionFenced(changes[0]?.view ?? 'rows', changes[0]?.from ?? 0, 0);
    if (edition.source !== undefined && edition.source !== source) {
      throw new StoreRefused(
        'foreign',
        `these rows were built from log ${edition.source}, not from ${source}: rebuild them`,
      );
    }
    checkFences(edition, changes);
    if (changes.length > 0) edition.source = source;
    for (const change of changes) apply(edition, change);
  }

  async drop(view: string, version: number): Promise<void> {
    const edition = this.asked();
    if (edition === undefined) return;
    edition.views.delete(nameOf(view, version));
    if (edition.views.size === 0) edition.source = undefined;
  }

  async editions(): Promise<Editions> {
    const all = [...this.all()].map(([edition, { state, since }]) => ({ edition, state, since }));
    return { live: this.live(), all: all.sort((a, b) => a.edition - b.edition) };
  }

  edition(edition: number): ReadStore {
    return new MemoryReads(this.kept, edition);
  }

  async begin(since: Instant): Promise<number> {
    const edition = this.kept.next;
    this.all().set(edition, { state: 'building', since, views: new Map(), source: undefined });
    this.kept.next += 1;
    return edition;
  }

  async mark(edition: number, state: 'building' | 'paused'): Promise<boolean> {
    const marked = this.all().get(edition);
    if (marked?.state !== 'building' && marked?.state !== 'paused') return false;
    marked.state = state;
    return true;
  }

  async switch(from: number, to: number): Promise<void> {
    const [former, next] = [this.all().get(from), this.all().get(to)];
    if (former?.state !== 'live') throw new ProjectionFenced('the live edition', from, this.live());
    if (next === undefined || next === former) throw new ProjectionFenced('the next edition', to, 0);
    if (next.source !== undefined && former.source !== undefined && next.source !== former.source) {
      throw new StoreRefused('foreign', `edition ${to} was built from another log than edition ${from}`);
    }
    for (const [view, { version, position }] of newest(former)) {
      const reached = newest(next).get(view);
      if (reached === undefined || reached.version < version || reached.position < position) {
        throw new ProjectionFenced(view, position, reached?.version === version ? reached.position : 0);
      }
    }
    former.state = 'kept';
    next.state = 'live';
  }

  async discard(edition: number): Promise<boolean> {
    if (this.all().get(edition)?.state === 'live') return false;
    return this.all().delete(edition);
  }

  async lead(task: string, holder: string, forMs: number): Promise<boolean> {
    this.all();
    return this.kept.leases.take(task, holder, forMs);
  }

  async close(): Promise<void> {
    if (this.bound === undefined) this.kept.open = false;
  }

  private find(view: string, version: number): KeptView | undefined {
    return this.asked()?.views.get(nameOf(view, version));
  }

  /** The edition that is asked: the one this store is bound to, else the one that is live now. */
  private asked(): KeptEdition | undefined {
    return this.all().get(this.bound ?? this.live());
  }

  private live(): number {
    return [...this.all()].find(([, { state }]) => state === 'live')?.[0] ?? 0;
  }

  private all(): Map<number, KeptEdition> {
    if (!this.kept.open) throw new StoreUnavailable('the rows in memory are closed');
    return this.kept.editions;
  }
}

/** All fences before the first change, so that a lost race leaves nothing behind. */
function checkFences({ views }: KeptEdition, changes: readonly ViewChange[]): void {
  const reached = new Map<string, number>();
  for (const { view, version, from, to, applied, held = [] } of changes) {
    const kept = views.get(nameOf(view, version));
    const actual = reached.get(nameOf(view, version)) ?? kept?.position ?? 0;
    if (actual !== from) throw new ProjectionFenced(view, from, actual);
    reached.set(nameOf(view, version), to);
    for (const { stream, revision } of held) {
      const last = applied.find((one) => one.stream === stream)?.revision ?? kept?.applied.get(stream) ?? -1;
      // Somebody else has released the stream meanwhile: what this change believes of it is old.
      if (last >= revision) throw new ProjectionFenced(view, from, actual);
    }
  }
}

function apply({ views }: KeptEdition, change: ViewChange): void {
  const name = nameOf(change.view, change.version);
  const kept = views.get(name) ?? {
    position: 0,
    rows: new Map(),
    applied: new Map(),
    missing: new Map(),
    held: new Map(),
  };
  views.set(name, kept);
  kept.position = change.to;
  for (const { key, partition, json } of change.rows) {
    if (json === undefined) kept.rows.delete(key);
    else kept.rows.set(key, { key, partition, json });
  }
  for (const { stream, revision } of change.applied) kept.applied.set(stream, revision);
  for (const { stream, revision } of change.missing) {
    kept.missing.set(stream, (kept.missing.get(stream) ?? new Set<number>()).add(revision));
  }
  for (const stream of change.released ?? []) kept.held.delete(stream);
  for (const held of change.held ?? []) kept.held.set(held.stream, { ...held });
}

/** The newest version of each view that an edition holds: rows of older programs that lie beside it say nothing. */
function newest({ views }: KeptEdition): ReadonlyMap<string, { version: number; position: number }> {
  const found = new Map<string, { version: number; position: number }>();
  for (const [name, { position }] of views) {
    const [version, view] = partsOf(name);
    if ((found.get(view)?.version ?? 0) < version) found.set(view, { version, position });
  }
  return found;
}

function nameOf(view: string, version: number): string {
  return `${version} ${view}`;
}

function partsOf(name: string): [version: number, view: string] {
  const space = name.indexOf(' ');
  return [Number(name.slice(0, space)), name.slice(space + 1)];
}

/** Databases order text by its UTF-8 bytes, JavaScript by UTF-16 units; they differ past U+FFFF. The port means bytes. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
