import { ProjectionFenced, StoreRefused } from '@dossier/kernel';
import type { ReadStore, StoredRow, ViewChange } from '@dossier/kernel';
import { inTransaction } from '../sqlite-commit';
import type { Database } from '../sqlite-driver';
import { asking, checkPages, closeFile, openFile } from '../sqlite-file';
import { checkChanges } from './checked-changes';
import { READS, prepareChanges, prepareQuestions } from './sqlite-schema';

export interface SqliteReadsOptions {
  /** The path of the database; its folder must exist. */
  readonly file: string;
  /** Opens existing rows beside their writer; `save` and `drop` then throw a TypeError. Default false. */
  readonly readOnly?: boolean;
}

interface Place {
  readonly stream: string;
  readonly revision: number;
}

/** Memory for pages, in KiB. */
const CACHE_KIB = 32 * 1024;
/** The write-ahead log is folded into the file when it is so many pages of 4096 bytes long. */
const CHECKPOINT_PAGES = 4000;

/**
 * View rows in one SQLite file. Commits do not wait for the disk (synchronous NORMAL): rows and the position they stand
 * at are in one transaction, so a power cut can only take both back together, and the projector then reads the same
 * events again. Throws StoreRefused when the file is newer, foreign or damaged, StoreUnavailable when it cannot be
 * opened; `save` also throws ProjectionFenced, and StoreRefused 'foreign' for rows of another log.
 */
export function openSqliteReads({ file, readOnly = false }: SqliteReadsOptions): ReadStore {
  return openFile(READS, { file, readOnly, synchronous: 'NORMAL' }, (db) => {
    checkPages(READS, file, db, 'quick');
    // Rebuilding touches rows all over the file: with SQLite's 2 MB of cache it is a quarter slower.
    db.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    return new SqliteReads(db, file, readOnly);
  });
}

class SqliteReads implements ReadStore {
  private readonly statements;
  private open = true;

  constructor(
    private readonly db: Database,
    private readonly file: string,
    private readonly readOnly: boolean,
  ) {
    this.statements = { ...prepareQuestions(db), ...prepareChanges(db) };
  }

  async source(): Promise<string | undefined> {
    return asking(this.file, () => this.storedSource());
  }

  async position(view: string, version: number): Promise<number> {
    return asking(this.file, () => this.storedPosition(view, version));
  }

  async get(view: string, version: number, key: string): Promise<StoredRow | undefined> {
    return asking(this.file, () => this.statements.get.get(view, version, key) as StoredRow | undefined);
  }

  async getMany(view: string, version: number, keys: readonly string[]): Promise<readonly StoredRow[]> {
    const wanted = JSON.stringify(keys);
    return asking(this.file, () => this.statements.getMany.all(wanted, view, version) as StoredRow[]);
  }

  async list(view: string, version: number, partition?: string): Promise<readonly StoredRow[]> {
    const { list, listPartition } = this.statements;
    return asking(this.file, () => {
      if (partition === undefined) return list.all(view, version) as StoredRow[];
      return listPartition.all(view, version, partition) as StoredRow[];
    });
  }

  async applied(view: string, version: number, streams?: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { applied, appliedOf } = this.statements;
    const rows = asking(this.file, () => {
      if (streams === undefined) return applied.all(view, version);
      return appliedOf.all(JSON.stringify(streams), view, version);
    });
    return new Map((rows as Place[]).map(({ stream, revision }) => [stream, revision]));
  }

  async missing(view: string, version: number): Promise<readonly Place[]> {
    return asking(this.file, () => this.statements.missing.all(view, version) as Place[]);
  }

  async save(source: string, changes: readonly ViewChange[]): Promise<void> {
    this.checkWritable();
    checkChanges(source, changes);
    inTransaction(this.db, this.file, () => {
      this.checkSource(source);
      if (changes.length > 0) this.statements.setSource.run(source);
      for (const change of changes) this.apply(change);
    });
  }

  async drop(view: string, version: number): Promise<void> {
    this.checkWritable();
    inTransaction(this.db, this.file, () => {
      for (const table of ['rows', 'applied', 'missing', 'positions']) {
        this.db.prepare(`DELETE FROM ${table} WHERE view = ? AND version = ?`).run(view, version);
      }
      // Without rows there is nothing that another log could contradict: after a restore all views are dropped and rebuilt.
      this.db.exec(`DELETE FROM meta WHERE name = 'source' AND NOT EXISTS (SELECT 1 FROM positions)`);
    });
  }

  async close(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    closeFile(this.db, this.readOnly);
  }

  private checkWritable(): void {
    if (this.readOnly) throw new TypeError(`${this.file} was opened for reading only`);
  }

  private checkSource(source: string): void {
    const stored = this.storedSource();
    if (stored === undefined || stored === source) return;
    const message = `${this.file} holds rows built from log ${stored}, not from ${source}. ${READS.remedy}`;
    throw new StoreRefused('foreign', message);
  }

  private apply({ view, version, from, to, rows, applied, missing }: ViewChange): void {
    const actual = this.storedPosition(view, version);
    if (actual !== from) throw new ProjectionFenced(view, from, actual);
    const { setPosition, put, remove, setApplied, addMissing } = this.statements;
    setPosition.run(view, version, to);
    for (const { key, partition, json } of rows) {
      if (json === undefined) remove.run(view, version, key);
      else put.run(view, version, key, partition, json);
    }
    for (const { stream, revision } of applied) setApplied.run(view, version, stream, revision);
    for (const { stream, revision } of missing) addMissing.run(view, version, stream, revision);
  }

  private storedSource(): string | undefined {
    return (this.statements.source.get() as { value: string } | undefined)?.value;
  }

  private storedPosition(view: string, version: number): number {
    return (this.statements.position.get(view, version) as { position: number } | undefined)?.position ?? 0;
  }
}
