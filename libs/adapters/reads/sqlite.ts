import { ProjectionFenced, StoreRefused } from '@dossier/kernel';
import type { Edition, Editions, Held, Instant, ReadStore, StoredRow, ViewChange } from '@dossier/kernel';
import { inTransaction } from '../sqlite-commit';
import type { Database } from '../sqlite-driver';
import { asking, checkPages, closeFile, openFile } from '../sqlite-file';
import { checkChanges } from './checked-changes';
import { Leases } from './leases';
import { OF_EDITIONS, READS, prepareChanges, prepareQuestions } from './sqlite-schema';

export interface SqliteReadsOptions {
  /** The path of the database; its folder must exist. */
  readonly file: string;
  /** Opens existing rows beside their writer; whatever would write then throws a TypeError. Default false. */
  readonly readOnly?: boolean;
  /** Told in one line when rows of an older version were thrown away, to be made anew. Default: standard error. */
  readonly say?: (line: string) => void;
}

interface Place {
  readonly stream: string;
  readonly revision: number;
}

/** Memory for pages, in KiB. */
const CACHE_KIB = 32 * 1024;
/** The write-ahead log is folded into the file when it is so many pages of 4096 bytes long. */
const CHECKPOINT_PAGES = 4000;
/** Rows of a discarded edition go this many at a time, so that a server answers in between. */
const ROWS_AT_ONCE = 5000;

/**
 * View rows in one SQLite file. Commits do not wait for the disk (synchronous NORMAL): rows and the position they stand
 * at are in one transaction, so a power cut can only take both back together, and the projector then reads the same
 * events again. Throws StoreRefused when the file is newer, foreign or damaged, StoreUnavailable when it cannot be
 * opened; `save` also throws ProjectionFenced, and StoreRefused 'foreign' for rows of another log.
 */
export function openSqliteReads({ file, readOnly = false, say = aloud }: SqliteReadsOptions): ReadStore {
  return openFile(READS, { file, readOnly, synchronous: 'NORMAL', say }, (db) => {
    checkPages(READS, file, db, 'quick');
    // Rebuilding touches rows all over the file: with SQLite's 2 MB of cache it is a quarter slower.
    db.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    const statements = { ...prepareQuestions(db), ...prepareChanges(db) };
    return new SqliteReads({ db, file, readOnly, statements, leases: new Leases(), open: true });
  });
}

function aloud(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The connection that a store and those bound to one of its editions share. */
interface Connection {
  readonly db: Database;
  readonly file: string;
  readonly readOnly: boolean;
  readonly statements: ReturnType<typeof prepareQuestions> & ReturnType<typeof prepareChanges>;
  readonly leases: Leases;
  open: boolean;
}

class SqliteReads implements ReadStore {
  private readonly statements;

  /** Bound to an edition; null asks for the live one. */
  constructor(
    private readonly connection: Connection,
    private readonly bound: number | null = null,
  ) {
    this.statements = connection.statements;
  }

  async source(): Promise<string | undefined> {
    const stored = this.ask(() => this.statements.source.get(this.bound)) as { value: string | null } | undefined;
    return stored?.value ?? undefined;
  }

  async position(view: string, version: number): Promise<number> {
    return this.ask(() => this.storedPosition(this.bound, view, version));
  }

  async get(view: string, version: number, key: string): Promise<StoredRow | undefined> {
    return this.ask(() => this.statements.get.get(this.bound, view, version, key) as StoredRow | undefined);
  }

  async getMany(view: string, version: number, keys: readonly string[]): Promise<readonly StoredRow[]> {
    const wanted = JSON.stringify(keys);
    return this.ask(() => this.statements.getMany.all(wanted, this.bound, view, version) as StoredRow[]);
  }

  async list(view: string, version: number, partition?: string): Promise<readonly StoredRow[]> {
    const { list, listPartition } = this.statements;
    return this.ask(() => {
      if (partition === undefined) return list.all(this.bound, view, version) as StoredRow[];
      return listPartition.all(this.bound, view, version, partition) as StoredRow[];
    });
  }

  async applied(view: string, version: number, streams?: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { applied, appliedOf } = this.statements;
    const rows = this.ask(() => {
      if (streams === undefined) return applied.all(this.bound, view, version);
      return appliedOf.all(JSON.stringify(streams), this.bound, view, version);
    });
    return new Map((rows as Place[]).map(({ stream, revision }) => [stream, revision]));
  }

  async missing(view: string, version: number): Promise<readonly Place[]> {
    return this.ask(() => this.statements.missing.all(this.bound, view, version) as Place[]);
  }

  async held(view: string, version: number): Promise<readonly Held[]> {
    return this.ask(() => this.statements.held.all(this.bound, view, version) as Held[]);
  }

  async save(source: string, changes: readonly ViewChange[]): Promise<void> {
    this.checkWritable();
    checkChanges(source, changes);
    this.write(() => {
      const to = this.statements.savedTo.get(this.bound) as { edition: number; source: string | null } | undefined;
      if (to === undefined) throw new ProjectionFenced(changes[0]?.view ?? 'rows', changes[0]?.from ?? 0, 0);
      this.checkSource(to.source, source);
      if (changes.length > 0) this.statements.setSource.run(source, to.edition);
      for (const change of changes) this.apply(to.edition, change);
    });
  }

  async drop(view: string, version: number): Promise<void> {
    this.checkWritable();
    const { db } = this.connection;
    this.write(() => {
      const { edition } = (this.statements.savedTo.get(this.bound) ?? { edition: 0 }) as { edition: number };
      for (const table of Object.keys(OF_EDITIONS)) {
        db.prepare(`DELETE FROM ${table} WHERE edition = ? AND view = ? AND version = ?`).run(edition, view, version);
      }
      // Without rows there is nothing that another log could contradict: after a restore all views are dropped and rebuilt.
      db.prepare(
        'UPDATE editions SET source = NULL WHERE edition = ? AND edition NOT IN (SELECT edition FROM positions)',
      ).run(edition);
    });
  }

  async editions(): Promise<Editions> {
    const all = this.ask(() => this.statements.editions.all() as Edition[]);
    return { live: all.find(({ state }) => state === 'live')?.edition ?? 0, all };
  }

  edition(edition: number): ReadStore {
    return new SqliteReads(this.connection, edition);
  }

  async begin(since: Instant): Promise<number> {
    this.checkWritable();
    await this.sweep();
    return this.write(() => {
      const { edition } = this.statements.take.get() as { edition: number };
      this.statements.begin.run(edition, since);
      return edition;
    });
  }

  async mark(edition: number, state: 'building' | 'paused'): Promise<boolean> {
    this.checkWritable();
    return this.write(() => {
      const found = this.stateOf(edition);
      if (found !== 'building' && found !== 'paused') return false;
      this.statements.setState.run(state, edition);
      return true;
    });
  }

  async switch(from: number, to: number): Promise<void> {
    this.checkWritable();
    this.write(() => {
      const { editions, savedTo, behind, setState } = this.statements;
      if (this.stateOf(from) !== 'live') {
        const live = (editions.all() as Edition[]).find(({ state }) => state === 'live');
        throw new ProjectionFenced('the live edition', from, live?.edition ?? 0);
      }
      const [former, next] = [savedTo.get(from), savedTo.get(to)] as ({ source: string | null } | undefined)[];
      if (next === undefined || to === from) throw new ProjectionFenced('the next edition', to, 0);
      if (next.source !== null && former?.source !== null && next.source !== former?.source) {
        throw new StoreRefused('foreign', `edition ${to} was built from another log than edition ${from}`);
      }
      const short = behind.get(from, to) as { view: string; position: number; reached: number } | undefined;
      if (short !== undefined) throw new ProjectionFenced(short.view, short.position, short.reached);
      setState.run('kept', from);
      setState.run('live', to);
    });
  }

  async discard(edition: number): Promise<boolean> {
    this.checkWritable();
    const gone = this.write(() => {
      const found = this.stateOf(edition);
      if (found === undefined || found === 'live') return false;
      this.statements.setState.run('gone', edition);
      return found !== 'gone';
    });
    if (gone) await this.sweep();
    return gone;
  }

  /** One process writes this file, so those who ask are in this one. */
  async lead(task: string, holder: string, forMs: number): Promise<boolean> {
    this.checkWritable();
    return this.ask(() => this.connection.leases.take(task, holder, forMs));
  }

  async close(): Promise<void> {
    if (this.bound !== null || !this.connection.open) return;
    this.connection.open = false;
    closeFile(this.connection.db, this.connection.readOnly);
  }

  /** Empties editions that are gone, also one whose emptying a crash has interrupted. */
  private async sweep(): Promise<void> {
    const { db } = this.connection;
    for (const { edition } of this.ask(() => this.statements.gone.all() as { edition: number }[])) {
      for (const [table, key] of Object.entries(OF_EDITIONS)) {
        const some = db.prepare(
          `DELETE FROM ${table} WHERE edition = ? AND (${key}) IN
           (SELECT ${key} FROM ${table} WHERE edition = ? LIMIT ${ROWS_AT_ONCE})`,
        );
        const remove = (): number => Number((some.run(edition, edition) as { changes: number | bigint }).changes);
        while (this.write(remove) === ROWS_AT_ONCE) {
          await new Promise((resolve) => setImmediate(resolve));
        }
      }
      this.write(() => this.statements.forget.run(edition));
    }
  }

  private apply(edition: number, change: ViewChange): void {
    const { view, version, from, to, rows, applied, missing, held = [], released = [] } = change;
    const actual = this.storedPosition(edition, view, version);
    if (actual !== from) throw new ProjectionFenced(view, from, actual);
    const { setPosition, put, remove, setApplied, addMissing, appliedTo, hold, release } = this.statements;
    setPosition.run(edition, view, version, to);
    for (const { key, partition, json } of rows) {
      if (json === undefined) remove.run(edition, view, version, key);
      else put.run(edition, view, version, key, partition, json);
    }
    for (const { stream, revision } of applied) setApplied.run(edition, view, version, stream, revision);
    for (const { stream, revision } of missing) addMissing.run(edition, view, version, stream, revision);
    for (const stream of released) release.run(edition, view, version, stream);
    for (const { stream, revision, reason, since, tries } of held) {
      const last = appliedTo.get(edition, view, version, stream) as { revision: number } | undefined;
      // Somebody else has released the stream meanwhile: what this change believes of it is old.
      if (last !== undefined && last.revision >= revision) throw new ProjectionFenced(view, from, actual);
      hold.run(edition, view, version, stream, revision, reason, since, tries);
    }
  }

  private checkSource(stored: string | null, source: string): void {
    if (stored === null || stored === source) return;
    const message = `${this.connection.file} holds rows built from log ${stored}, not from ${source}. ${READS.remedy}`;
    throw new StoreRefused('foreign', message);
  }

  private stateOf(edition: number): Edition['state'] | 'gone' | undefined {
    return (this.statements.stateOf.get(edition) as { state: Edition['state'] } | undefined)?.state;
  }

  private storedPosition(edition: number | null, view: string, version: number): number {
    return (this.statements.position.get(edition, view, version) as { position: number } | undefined)?.position ?? 0;
  }

  private ask<T>(question: () => T): T {
    return asking(this.connection.file, question);
  }

  private write<T>(work: () => T): T {
    return inTransaction(this.connection.db, this.connection.file, work);
  }

  private checkWritable(): void {
    if (this.connection.readOnly) throw new TypeError(`${this.connection.file} was opened for reading only`);
  }
}
