import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StoreRefused } from '@dossier/kernel';
import type { Database } from './sqlite-driver';
import { SQLITE, connect, sqliteCode } from './sqlite-driver';
import { unavailable } from './sqlite-file';

/** The right to write in a data folder, until it is given back or the process ends. */
export interface DataFolderHold {
  /** Gives the folder free. A second call does nothing. */
  release(): void;
}

interface Writer {
  readonly pid: number;
  readonly purpose: string;
  readonly since: string;
}

/**
 * Connections that hold a lock. They must stay reachable: a connection that is garbage-collected is closed, and its lock
 * with it, though the holder still runs.
 */
const held = new Set<Database>();

/**
 * Holds a data folder for the one process that writes in it; makes the folder when it is missing. `purpose` is a word for
 * people, such as 'serve' or 'import'. Reading needs no hold.
 *
 * The lock is the operating system's, on `writer.lock`, so it goes with the process however that ends; `writer.json`
 * beside it only tells people who it is. Nothing but SQLite may ever open `writer.lock`: POSIX drops a process's locks on
 * a file when any handle of it is closed. The folder must be on a local disk, for locks on network disks cannot be trusted.
 *
 * Throws StoreRefused 'held' naming the holder's process id and purpose, also for a second hold by the same process.
 */
export function holdDataFolder(folder: string, purpose: string): DataFolderHold {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = takeLock(folder);
  held.add(lock);
  const note = join(folder, 'writer.json');
  announce(note, { pid: process.pid, purpose, since: new Date().toISOString() });
  return {
    release(): void {
      if (!held.delete(lock)) return;
      rmSync(note, { force: true });
      lock.close();
    },
  };
}

function takeLock(folder: string): Database {
  const file = join(folder, 'writer.lock');
  let db: Database | undefined;
  try {
    db = connect(file);
    db.exec('BEGIN EXCLUSIVE');
    return db;
  } catch (error) {
    db?.close();
    if (sqliteCode(error) !== SQLITE.BUSY) throw unavailable(file, error);
    throw new StoreRefused('held', `${resolve(folder)} is held by ${holder(folder)}. Stop it first, or only read`);
  }
}

/** The note may be missing or half a moment old; the lock alone decides. */
function holder(folder: string): string {
  try {
    const { pid, purpose, since } = JSON.parse(readFileSync(join(folder, 'writer.json'), 'utf8')) as Writer;
    return `process ${pid} (${purpose}, since ${since})`;
  } catch {
    return 'another process';
  }
}

function announce(note: string, writer: Writer): void {
  writeFileSync(`${note}.new`, `${JSON.stringify(writer)}\n`);
  renameSync(`${note}.new`, note);
}
