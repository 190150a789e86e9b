import type { Database } from '../sqlite-driver';
import { valueOf } from '../sqlite-driver';
import type { FileKind } from '../sqlite-file';
import { checkPages, refuse } from '../sqlite-file';
import { newSecret, placeOf, unwrap, wrap } from './wrapping';

export const KEYS: FileKind = {
  holds: 'sealing keys',
  applicationId: 0x44_6f_4b_65,
  version: 1,
  remedy: 'Keys cannot be rebuilt: keep the file as it is and restore a copy',
  schema: `
    CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE keys (stream TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, wrapped BLOB NOT NULL) STRICT;
    CREATE TABLE claims (blind BLOB PRIMARY KEY, dossier TEXT NOT NULL, person TEXT NOT NULL) STRICT;
    CREATE INDEX claims_by_dossier ON claims (dossier);`,
};

/** Opens with the right master key and with no other: what tells a wrong key from a damaged file. */
const CHECK = JSON.stringify(['check']);
const PEPPER = JSON.stringify(['pepper']);
/** Up to so many keys all are unwrapped at opening, in well under two seconds; beyond, the newest so many. */
const MOST_VERIFIED = 100_000;

/** A new key store has its pepper and its check value from its first moment: they are made once and never again. */
export function fillKeys(db: Database, master: Uint8Array): void {
  const add = db.prepare('INSERT INTO meta VALUES (?, ?)');
  add.run('check', wrap(master, newSecret(), CHECK));
  add.run('pepper', wrap(master, newSecret(), PEPPER));
}

/**
 * Checks a key store at opening: SQLite's pages and indexes, that the master key is the one it was made with, that the
 * pepper and the keys open. Throws StoreRefused 'wrong-master-key' or 'damaged', naming the file and the stream.
 */
export function verifyKeys(file: string, db: Database, master: Uint8Array): void {
  checkPages(KEYS, file, db, 'integrity');
  const check = openMeta(db, master, 'check', CHECK);
  const pepper = openMeta(db, master, 'pepper', PEPPER);
  if (!check && !pepper && !anyKeyOpens(db, master)) {
    const message = 'was made with another master key. Give the one it was made with';
    throw refuse(KEYS, file, 'wrong-master-key', message);
  }
  if (!check || !pepper) throw refuse(KEYS, file, 'damaged', 'is damaged: its own secrets do not open');
  for (const { stream, id, wrapped } of newestKeys(db)) {
    if (unwrap(master, wrapped, placeOf(stream, id)) === undefined) {
      throw refuse(KEYS, file, 'damaged', `is damaged: the key of ${stream} does not open`);
    }
  }
}

/** The secret for keyed digests; undefined when it does not open. */
export function openPepper(db: Database, master: Uint8Array): Uint8Array | undefined {
  return openMeta(db, master, 'pepper', PEPPER);
}

interface WrappedKey {
  readonly stream: string;
  readonly id: string;
  readonly wrapped: Uint8Array;
}

function newestKeys(db: Database): Iterable<WrappedKey> {
  const newest = db.prepare(`SELECT stream, id, wrapped FROM keys ORDER BY rowid DESC LIMIT ${MOST_VERIFIED}`);
  return newest.iterate() as Iterable<WrappedKey>;
}

/** Only asked when both secrets fail: one key that opens proves the master key right, and the file damaged. */
function anyKeyOpens(db: Database, master: Uint8Array): boolean {
  for (const { stream, id, wrapped } of newestKeys(db)) {
    if (unwrap(master, wrapped, placeOf(stream, id)) !== undefined) return true;
  }
  return false;
}

function openMeta(db: Database, master: Uint8Array, name: string, place: string): Uint8Array | undefined {
  const wrapped = valueOf(db, `SELECT value FROM meta WHERE name = '${name}'`);
  return wrapped instanceof Uint8Array ? unwrap(master, wrapped, place) : undefined;
}
