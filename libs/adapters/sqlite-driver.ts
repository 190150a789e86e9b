import { createRequire } from 'node:module';

/** What a column or a parameter may be. Integers stay below 2^53: no count in this system comes near it. */
export type SqlValue = null | number | string | Uint8Array;

/** A prepared statement. Rows are plain objects without a prototype, blobs come back as Uint8Array. */
export interface Statement {
  run(...values: SqlValue[]): unknown;
  get(...values: SqlValue[]): unknown;
  all(...values: SqlValue[]): unknown[];
  iterate(...values: SqlValue[]): Iterable<unknown>;
}

/** The part of a database connection that both drivers offer alike. Every call is synchronous. */
export interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  /**
   * Closes the connection for us. With the package, SQLite itself keeps it, idle, until its prepared statements are
   * garbage-collected: so nothing that must happen at closing may be left to SQLite (see `closeFile`).
   */
  close(): void;
}

interface Driver {
  readonly DatabaseSync: new (file: string, options?: { readOnly?: boolean }) => Database;
}

/**
 * Node's own SQLite where this Node has it, else the prebuilt package with the same API. The package is loaded only when
 * it is needed: two SQLite libraries in one process would not see each other's file locks, and POSIX drops a lock as soon
 * as any handle of the process on that file is closed.
 */
const driver: Driver =
  (process.getBuiltinModule?.('node:sqlite') as Driver | undefined) ??
  (createRequire(__filename)('@photostructure/sqlite') as Driver);

/** Opens a connection. Throws the driver's own error; `sqliteCode` reads it. */
export function connect(file: string, readOnly = false): Database {
  return new driver.DatabaseSync(file, { readOnly });
}

/** The few result codes that lead to different answers; https://sqlite.org/rescode.html has them all. */
export const SQLITE = { ERROR: 1, BUSY: 5, CORRUPT: 11, NOTADB: 26 } as const;

/** SQLite's primary result code of a thrown error; undefined when something other than SQLite threw. */
export function sqliteCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  return code === 'ERR_SQLITE_ERROR' && typeof errcode === 'number' ? errcode & 0xff : undefined;
}

/** Whether an error says that the connection was closed before. */
export function isClosed(error: unknown): boolean {
  return typeof error === 'object' && error !== null && (error as { code?: unknown }).code === 'ERR_INVALID_STATE';
}

/** The one value of a one-row, one-column question such as a PRAGMA. */
export function valueOf(db: Database, sql: string): SqlValue | undefined {
  const row = db.prepare(sql).get() as Record<string, SqlValue> | undefined;
  return row === undefined ? undefined : Object.values(row)[0];
}
