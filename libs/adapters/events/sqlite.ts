import { randomUUID } from 'node:crypto';
import { ABSENT, RevisionConflict } from '@dossier/kernel';
import type { Appended, EventStore, StoredEvent, StreamWrite, Watch } from '@dossier/kernel';
import { groupCommit } from '../sqlite-commit';
import type { Database } from '../sqlite-driver';
import { valueOf } from '../sqlite-driver';
import type { FileKind, Synchronous } from '../sqlite-file';
import { asking, closeFile, openFile } from '../sqlite-file';
import { checkWrites } from './checked-writes';
import type { VerifyLeaf } from './sqlite-verify';
import { verifyLog } from './sqlite-verify';
import { Watchers } from './watchers';

export interface SqliteEventsOptions {
  /** The path of the database; its folder must exist. */
  readonly file: string;
  /** Opens an existing log beside its writer; `append` then throws a TypeError. Default false. */
  readonly readOnly?: boolean;
  /** FULL unless losing the last commits in a power cut is acceptable, as in a rehearsal. Default FULL. */
  readonly synchronous?: Synchronous;
  /** Tells at opening whether bytes still have their leaf hash; see `verifyLog` for how many events it is asked about. */
  readonly verifyLeaf?: VerifyLeaf;
  /** The file may not grow past this many pages of 4096 bytes; past it an append fails as on a full disk. */
  readonly mostPages?: number;
}

/** What the log did since it was opened. `synchronous` is SQLite's number: 2 is FULL. */
export interface SqliteEventsStats {
  readonly commits: number;
  readonly appends: number;
  readonly synchronous: number;
}

export interface SqliteEventStore extends EventStore {
  stats(): SqliteEventsStats;
}

export const EVENTS_FILE: FileKind = {
  holds: 'events',
  applicationId: 0x44_6f_45_76,
  version: 1,
  remedy: 'Events cannot be rebuilt: keep the file as it is and restore a copy',
  schema: `
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE events (
      "order" INTEGER PRIMARY KEY,
      stream TEXT NOT NULL,
      revision INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      leaf BLOB NOT NULL,
      UNIQUE (stream, revision)
    ) STRICT;`,
  fill: (db) => void db.prepare(`INSERT INTO meta VALUES ('store', ?)`).run(randomUUID()),
};

/**
 * The log in one SQLite file. Appends asked for in one turn of the event loop share one transaction and one fsync; each
 * is all or nothing by itself. One process writes (see `holdDataFolder`), any number may read.
 *
 * Throws StoreRefused when the file is newer, foreign or damaged, StoreUnavailable when it cannot be opened. `append`
 * rejects with RevisionConflict, with StoreUnavailable (disk full, I/O error, closed) or, for a write that no caller
 * should make, TypeError. A write without events only checks the stream's revision.
 */
export function openSqliteEvents(options: SqliteEventsOptions): SqliteEventStore {
  const { file, readOnly = false, synchronous = 'FULL', verifyLeaf, mostPages } = options;
  return openFile(EVENTS_FILE, { file, readOnly, synchronous }, (db) => {
    verifyLog(EVENTS_FILE, file, db, verifyLeaf);
    if (mostPages !== undefined) db.exec(`PRAGMA max_page_count = ${Math.trunc(mostPages)}`);
    return new SqliteEvents(db, file, readOnly);
  });
}

class SqliteEvents implements SqliteEventStore {
  readonly id: string;
  private readonly group;
  private readonly statements;
  private readonly watchers = new Watchers();
  private appends = 0;
  private open = true;

  constructor(
    private readonly db: Database,
    private readonly file: string,
    private readonly readOnly: boolean,
  ) {
    this.id = String(valueOf(db, `SELECT value FROM meta WHERE name = 'store'`));
    this.group = groupCommit(db, file, (error) => error instanceof RevisionConflict);
    this.statements = prepare(db);
  }

  async append(writes: readonly StreamWrite[]): Promise<Appended> {
    if (this.readOnly) throw new TypeError(`${this.file} was opened for reading only`);
    checkWrites(writes);
    const appended = await this.group.add(() => this.write(writes));
    this.appends += 1;
    this.watchers.wake();
    return appended;
  }

  async readStream(stream: string, from = 0): Promise<readonly StoredEvent[]> {
    return asking(this.file, () => this.statements.stream.all(stream, from) as StoredEvent[]);
  }

  async readAll(after: number, limit: number): Promise<readonly StoredEvent[]> {
    return asking(this.file, () => this.statements.all.all(after, limit) as StoredEvent[]);
  }

  async head(): Promise<number> {
    return asking(this.file, () => this.lastOrder());
  }

  /** Only what this process appends is told of: a reader beside the writer looks for itself. */
  watch(wake: () => void): Watch {
    return this.watchers.add(wake);
  }

  stats(): SqliteEventsStats {
    const synchronous = Number(valueOf(this.db, 'PRAGMA synchronous'));
    return { commits: this.group.commits(), appends: this.appends, synchronous };
  }

  async close(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    this.group.close();
    closeFile(this.db, this.readOnly);
  }

  /** Runs inside the group's transaction. All revisions are checked before the first insert, so a conflict writes nothing. */
  private write(writes: readonly StreamWrite[]): Appended {
    for (const { stream, expected } of writes) {
      const actual = this.lastRevision(stream);
      if (actual !== expected) throw new RevisionConflict(stream, expected, actual);
    }
    let order = this.lastOrder();
    const revisions: [string, number][] = [];
    for (const { stream, expected, events } of writes) {
      let revision = expected;
      for (const { bytes, leaf } of events) {
        order += 1;
        revision += 1;
        this.statements.insert.run(order, stream, revision, bytes, leaf);
      }
      revisions.push([stream, revision]);
    }
    return { order, revisions: Object.fromEntries(revisions) };
  }

  private lastRevision(stream: string): number {
    const last = this.statements.lastRevision.get(stream) as { revision: number } | undefined;
    return last?.revision ?? ABSENT;
  }

  /** Asked from the table each time and never counted along: a rolled back group must leave no gap. */
  private lastOrder(): number {
    const { head } = this.statements.lastOrder.get() as { head: number | null };
    return head ?? 0;
  }
}

function prepare(db: Database) {
  const columns = '"order", stream, revision, bytes, leaf';
  return {
    insert: db.prepare(`INSERT INTO events (${columns}) VALUES (?, ?, ?, ?, ?)`),
    lastOrder: db.prepare('SELECT max("order") AS head FROM events'),
    lastRevision: db.prepare('SELECT revision FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1'),
    stream: db.prepare(`SELECT ${columns} FROM events WHERE stream = ? AND revision >= ? ORDER BY revision`),
    all: db.prepare(`SELECT ${columns} FROM events WHERE "order" > ? ORDER BY "order" LIMIT ?`),
  };
}
