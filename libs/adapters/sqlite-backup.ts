import { randomUUID } from 'node:crypto';
import { chmodSync, copyFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StoreRefused, StoreUnavailable, type EventStore } from '@dossier/kernel';
import { EVENTS_FILE, openSqliteEvents } from './events/sqlite';
import type { VerifyLeaf } from './events/sqlite-verify';
import { openSqliteKeys } from './keys/sqlite';
import { KEYS } from './keys/sqlite-verify';
import type { Database, SqlValue } from './sqlite-driver';
import { connect, valueOf } from './sqlite-driver';
import type { FileKind } from './sqlite-file';
import { asking, flush, openFile, unavailable } from './sqlite-file';

/** What a copy consists of. Rows are left out: they are built anew from the log. */
export const COPIED = { events: 'events.db', keys: 'keys.db' } as const;

/** What was found in a copy when every event and every key in it was tried. */
export interface CopyFigures {
  /** The store id of the log it was copied from. */
  readonly store: string;
  readonly head: number;
  readonly events: number;
  readonly streams: number;
  readonly keys: number;
}

/** The log never moved so fast in a test that a second try was not enough. */
const MOST_TRIES = 100;
/** Events read at a time when a copy is tried. */
const BATCH = 5000;

/**
 * Copies log and keys of a data folder into another folder, which must exist, while a server may be writing. Both are
 * copied as they were at one moment: a claim on a person that is made or moved belongs to a command, and without the
 * command it would be wrong. What was deleted is not in the copies, not even as an unused page.
 *
 * Throws StoreRefused for a file that is not what it should be, StoreUnavailable when a disk is full or cannot be read.
 */
export function copyDataFolder(folder: string, to: string): void {
  const open: Database[] = [];
  const source = (kind: FileKind, name: string): Database =>
    openFile(kind, { file: join(folder, name), readOnly: true, synchronous: 'FULL' }, (db) => {
      open.push(db);
      return db;
    });
  try {
    const events = source(EVENTS_FILE, COPIED.events);
    const keys = source(KEYS, COPIED.keys);
    asking(folder, () => pinTogether(events, keys, source(EVENTS_FILE, COPIED.events), folder));
    copyPinned(events, join(to, COPIED.events));
    copyPinned(keys, join(to, COPIED.keys));
    flush(to);
  } finally {
    for (const db of open) db.close();
  }
}

/**
 * Begins to read both files at one moment: while the log did not move between the two beginnings, what the keys hold
 * is what they held when the log ended there. `witness` is a connection that sees the log as it is now.
 */
function pinTogether(events: Database, keys: Database, witness: Database, folder: string): void {
  const head = 'SELECT max("order") FROM events';
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    events.exec('BEGIN');
    const pinned = valueOf(events, head);
    keys.exec('BEGIN');
    valueOf(keys, 'SELECT count(*) FROM meta');
    if (valueOf(witness, head) === pinned) return;
    events.exec('ROLLBACK');
    keys.exec('ROLLBACK');
  }
  throw new StoreUnavailable(`${folder} is written to so fast that no one moment of it could be read: try again later`);
}

/** A new database of the same kind with the same rows. The file is whole and on the disk when this returns. */
function copyPinned(source: Database, target: string): void {
  const db = asking(target, () => connect(target));
  try {
    chmodSync(target, 0o600);
    for (const mark of ['application_id', 'user_version']) {
      db.exec(`PRAGMA ${mark} = ${Number(valueOf(source, `PRAGMA ${mark}`))}`);
    }
    db.exec('BEGIN');
    for (const { type, name, sql } of schemaOf(source)) {
      db.exec(sql);
      if (type === 'table') copyRows(source, db, name);
    }
    db.exec('COMMIT');
  } catch (error) {
    throw unavailable(target, error);
  } finally {
    db.close();
  }
  flush(target);
}

/** Tables come before what is built over them. */
function schemaOf(db: Database): readonly { type: string; name: string; sql: string }[] {
  const parts = db.prepare(
    `SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type = 'table' DESC`,
  );
  return parts.all() as { type: string; name: string; sql: string }[];
}

function copyRows(source: Database, target: Database, table: string): void {
  const columns = source.prepare(`PRAGMA table_info("${table}")`).all().length;
  const insert = target.prepare(`INSERT INTO "${table}" VALUES (${Array(columns).fill('?').join(', ')})`);
  for (const row of source.prepare(`SELECT * FROM "${table}"`).iterate()) {
    insert.run(...(Object.values(row as object) as SqlValue[]));
  }
}

/**
 * Opens a copy, checks every event's leaf hash and unwraps every key, and counts. Writes nothing. Throws StoreRefused
 * ('damaged', 'wrong-master-key', …) naming the file.
 */
export async function tryCopy(folder: string, masterKey: Uint8Array, verifyLeaf: VerifyLeaf): Promise<CopyFigures> {
  const events = openSqliteEvents({ file: join(folder, COPIED.events), readOnly: true, verifyLeaf });
  try {
    const keys = openSqliteKeys({ file: join(folder, COPIED.keys), masterKey, readOnly: true });
    try {
      const streams = await keys.streams();
      // Opening tries the newest hundred thousand; a copy is tried whole.
      for (const stream of streams) await keys.findKey(stream);
      return { store: events.id, ...(await countedIn(events, verifyLeaf)), keys: streams.length };
    } finally {
      await keys.close();
    }
  } finally {
    await events.close();
  }
}

async function countedIn(
  log: EventStore,
  verifyLeaf: VerifyLeaf,
): Promise<{ head: number; events: number; streams: number }> {
  const streams = new Set<string>();
  let [head, events] = [0, 0];
  for (;;) {
    const batch = await log.readAll(head, BATCH);
    const last = batch.at(-1);
    if (last === undefined) return { head, events, streams: streams.size };
    for (const { bytes, leaf, stream, revision } of batch) {
      if (!verifyLeaf(bytes, leaf, { stream, revision }))
        throw new StoreRefused('damaged', `event ${revision} of ${stream} does not have the hash it was stored with`);
      streams.add(stream);
    }
    head = last.order;
    events += batch.length;
  }
}

/**
 * Puts a copy in the place of a data folder, which must exist and hold neither log nor keys, and gives the log a new
 * store id: whoever knows a position of the log that was lost would else be believed about events that are not there.
 * The log comes last and whole, so that a restore that is broken off leaves a folder that every program refuses.
 * Answers with the new store id.
 */
export function placeCopy(from: string, folder: string): string {
  const id = randomUUID();
  const placing = join(folder, `${COPIED.events}.restoring`);
  try {
    copyFileSync(join(from, COPIED.keys), join(folder, COPIED.keys));
    copyFileSync(join(from, COPIED.events), placing);
    for (const file of [join(folder, COPIED.keys), placing]) chmodSync(file, 0o600);
    const db = connect(placing);
    try {
      db.prepare(`UPDATE meta SET value = ? WHERE name = 'store'`).run(id);
    } finally {
      db.close();
    }
    for (const file of [join(folder, COPIED.keys), placing]) flush(file);
    renameSync(placing, join(folder, COPIED.events));
    flush(folder);
    return id;
  } catch (error) {
    for (const file of [placing, join(folder, COPIED.keys)]) rmSync(file, { force: true });
    throw unavailable(folder, error);
  }
}
