import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreRefused, StoreUnavailable } from '@dossier/kernel';
import type { Database } from './sqlite-driver';
import { SQLITE, connect, isClosed, sqliteCode, valueOf } from './sqlite-driver';

/** How safe a commit is against a power cut: FULL waits for the disk, NORMAL may lose the last commits but never tears. */
export type Synchronous = 'FULL' | 'NORMAL';

/** One kind of database file: how it is recognised, made, and what to do when it cannot be used. */
export interface FileKind {
  readonly holds: string;
  readonly applicationId: number;
  readonly version: number;
  readonly schema: string;
  /** A sentence for the operator, added to every refusal. */
  readonly remedy: string;
  /** Fills what a new file must hold from its first moment, after the schema. */
  readonly fill?: (db: Database) => void;
  /** What becomes of a file of an older version: refused, unless what it holds can be made anew from elsewhere. */
  readonly older?: {
    /** A writer empties it and makes it anew. */
    readonly remake: true;
    /** A sentence for a reader, who cannot. */
    readonly remedy: string;
  };
}

export interface OpenFile {
  readonly file: string;
  readonly readOnly: boolean;
  readonly synchronous: Synchronous;
  /** Told in one line when an older file was made anew. */
  readonly say?: (line: string) => void;
}

/** A writer waits so long for a lock before it gives up, in milliseconds. It blocks the process, so it is short. */
const BUSY_TIMEOUT_MS = 2000;
/** How long emptying the write-ahead log waits for readers in the way, in milliseconds; it blocks the process too. */
const EMPTYING_WAIT_MS = 20;
/** After a burst the write-ahead log is cut back to this many bytes. */
const WAL_KEPT_BYTES = 64 * 1024 * 1024;

/**
 * Opens a database file of one kind, makes it when it is missing and may be made, and runs `ready` on the connection:
 * the store's own checks and prepared statements. Throws StoreRefused ('newer-version', 'foreign', 'damaged') when the
 * file is not fit for use, StoreUnavailable when the system does not let us at it. On failure nothing stays open.
 */
export function openFile<T>(kind: FileKind, at: OpenFile, ready: (db: Database) => T): T {
  if (!existsSync(at.file)) create(kind, at);
  if (statSync(at.file).size === 0) throw refuse(kind, at.file, 'damaged', 'is empty');
  let db: Database | undefined;
  try {
    db = connect(at.file, at.readOnly);
    db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    if (isOlder(kind, at.file, db)) remake(kind, at, db);
    if (!at.readOnly) settle(db, at.synchronous);
    return ready(db);
  } catch (error) {
    db?.close();
    throw openingFailure(kind, at.file, error);
  }
}

/** Runs SQLite's own check of the file: `quick` compares no index with its table and is meant for large files. */
export function checkPages(kind: FileKind, file: string, db: Database, depth: 'quick' | 'integrity'): void {
  const found = valueOf(db, `PRAGMA ${depth}_check(1)`);
  if (found !== 'ok') throw refuse(kind, file, 'damaged', `is damaged: ${String(found)}`);
}

/**
 * Folds the write-ahead log into the database and cuts it to nothing; false when a reader or a failing disk is in the way,
 * which takes nothing from what is committed.
 */
export function emptyLog(db: Database): boolean {
  try {
    db.exec(`PRAGMA busy_timeout = ${EMPTYING_WAIT_MS}`);
    return valueOf(db, 'PRAGMA wal_checkpoint(TRUNCATE)') === 0;
  } catch (error) {
    if (sqliteCode(error) === undefined) throw error;
    return false;
  } finally {
    db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}

/**
 * Closes a database that was written. Its write-ahead log is emptied first, so that the file alone is the whole store:
 * an operator may then copy it, or put another in its place, and no old log is taken for the new file's.
 */
export function closeFile(db: Database, readOnly: boolean): void {
  if (!readOnly) emptyLog(db);
  db.close();
}

/** The refusal of a file, with the file's name and the way out. */
export function refuse(kind: FileKind, file: string, code: StoreRefused['code'], what: string): StoreRefused {
  return new StoreRefused(code, `${file} ${what}. ${kind.remedy}`);
}

/** What a failing statement means to the caller: the store cannot do it now. A bug stays the error it is. */
export function unavailable(file: string, error: unknown): unknown {
  if (isClosed(error)) return new StoreUnavailable(`${file} is closed`, { cause: error });
  if (sqliteCode(error) === undefined) return error;
  return new StoreUnavailable(`${file}: ${(error as Error).message}`, { cause: error });
}

/** Runs a question to the database; a failure of the database is thrown as StoreUnavailable. */
export function asking<T>(file: string, question: () => T): T {
  try {
    return question();
  } catch (error) {
    throw unavailable(file, error);
  }
}

/**
 * A new file is made under another name and renamed when it is whole, so that a crash leaves no half-made database, and
 * an empty file under the real name is always damage, never a beginning. A write-ahead log without its database holds
 * commits that were acknowledged: a new database in its place would bury them.
 */
function create(kind: FileKind, at: OpenFile): void {
  const log = statSync(`${at.file}-wal`, { throwIfNoEntry: false });
  if (log !== undefined && log.size > 0)
    throw refuse(kind, at.file, 'damaged', 'is gone, but its write-ahead log is there');
  if (at.readOnly)
    throw refuse(kind, at.file, 'foreign', `does not exist: there is no database of ${kind.holds} there`);
  const making = `${at.file}.new`;
  for (const suffix of ['', '-journal']) rmSync(making + suffix, { force: true });
  try {
    const db = connect(making);
    try {
      chmodSync(making, 0o600);
      db.exec(`PRAGMA application_id = ${kind.applicationId}; PRAGMA user_version = ${kind.version};`);
      db.exec(kind.schema);
      kind.fill?.(db);
    } finally {
      db.close();
    }
    flush(making);
    renameSync(making, at.file);
    flush(dirname(at.file));
  } catch (error) {
    throw unavailable(at.file, error);
  }
}

/** Asks the system to put a file or a folder's list of names on the disk. */
export function flush(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Whether a file has an older version that can be made anew. Refuses what this program cannot use. */
function isOlder(kind: FileKind, file: string, db: Database): boolean {
  const applicationId = valueOf(db, 'PRAGMA application_id');
  if (applicationId !== kind.applicationId) throw refuse(kind, file, 'foreign', `is not a database of ${kind.holds}`);
  const version = Number(valueOf(db, 'PRAGMA user_version'));
  if (version > kind.version) {
    const what = `has version ${version}, this program knows up to ${kind.version}: use the newer program`;
    throw refuse(kind, file, 'newer-version', what);
  }
  if (version < kind.version && !kind.older) {
    throw refuse(kind, file, 'foreign', `has version ${version}, this program needs ${kind.version}`);
  }
  return version < kind.version;
}

/** Empties a file of an older version and gives it the tables of this one, in one transaction: a crash leaves it as it was. */
function remake(kind: FileKind, { file, readOnly, say }: OpenFile, db: Database): void {
  if (readOnly) {
    const { remedy = kind.remedy } = kind.older ?? {};
    throw refuse({ ...kind, remedy }, file, 'foreign', `is of an older version than ${kind.version}`);
  }
  db.exec('BEGIN IMMEDIATE');
  const tables = db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all() as { name: string }[];
  for (const { name } of tables) db.exec(`DROP TABLE "${name}"`);
  db.exec(kind.schema);
  kind.fill?.(db);
  db.exec(`PRAGMA user_version = ${kind.version}; COMMIT`);
  say?.(`${file}: ${kind.holds} of an older version were removed; they are made anew from the events`);
}

/** Settings of a connection that writes. `fullfsync` matters on macOS only, where a plain fsync does not reach the disk. */
function settle(db: Database, synchronous: Synchronous): void {
  db.exec('PRAGMA journal_mode = WAL');
  db.exec(`PRAGMA synchronous = ${synchronous}; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON`);
  db.exec(`PRAGMA journal_size_limit = ${WAL_KEPT_BYTES}`);
}

function openingFailure(kind: FileKind, file: string, error: unknown): unknown {
  const code = sqliteCode(error);
  if (code === SQLITE.CORRUPT || code === SQLITE.NOTADB || code === SQLITE.ERROR) {
    return refuse(kind, file, 'damaged', `is damaged or no database at all: ${(error as Error).message}`);
  }
  return unavailable(file, error);
}
