import type { Claim, KeyStore, SealingKey } from '@dossier/kernel';
import { StoreRefused, StoreUnavailable } from '@dossier/kernel';
import { groupCommit } from '../sqlite-commit';
import type { Database } from '../sqlite-driver';
import { asking, closeFile, emptyLog, openFile, refuse } from '../sqlite-file';
import { KEYS, fillKeys, openPepper, verifyKeys } from './sqlite-verify';
import { Turns } from './turns';
import { newSealingKey, placeOf, unwrap, wrap } from './wrapping';

export interface SqliteKeysOptions {
  /** The path of the database; its folder must exist. */
  readonly file: string;
  /** 32 bytes, see `loadMasterKey`. */
  readonly masterKey: Uint8Array;
  /** Opens existing keys beside their writer; whatever would write then throws a TypeError. Default false. */
  readonly readOnly?: boolean;
}

export interface SqliteKeyStore extends KeyStore {
  /** Transactions committed since the store was opened. */
  stats(): { readonly commits: number };
}

/** How many unwrapped keys stay in memory. */
const MOST_CACHED = 10_000;

/**
 * Sealing keys and claims in one SQLite file, every key wrapped under the master key and bound to its stream and id.
 * Work asked for in one turn of the event loop shares one fsync. `dossier` in a claim is the dossier's stream name, for
 * `destroy(stream)` takes the claims of that stream with it.
 *
 * Throws StoreRefused: 'wrong-master-key', 'newer-version', 'foreign', 'damaged'; StoreUnavailable when it cannot be
 * opened. All pages and up to 100,000 keys are tried at opening.
 */
export function openSqliteKeys({ file, masterKey, readOnly = false }: SqliteKeysOptions): SqliteKeyStore {
  if (masterKey.length !== 32) throw new TypeError('a master key is 32 bytes');
  const kind = { ...KEYS, fill: (db: Database) => fillKeys(db, masterKey) };
  return openFile(kind, { file, readOnly, synchronous: 'FULL' }, (db) => {
    if (!readOnly) db.exec('PRAGMA secure_delete = ON');
    verifyKeys(file, db, masterKey);
    return new SqliteKeys(db, file, masterKey, readOnly);
  });
}

class SqliteKeys implements SqliteKeyStore {
  private readonly group;
  private readonly statements;
  private readonly secret: Uint8Array;
  private readonly cache = new Map<string, SealingKey>();
  private readonly turns = new Turns();
  private unscrubbed = false;
  private open = true;

  constructor(
    private readonly db: Database,
    private readonly file: string,
    private readonly master: Uint8Array,
    private readonly readOnly: boolean,
  ) {
    this.group = groupCommit(db, file, (error) => error instanceof StoreRefused);
    this.statements = prepare(db);
    const pepper = openPepper(db, master);
    if (pepper === undefined) throw refuse(KEYS, file, 'damaged', 'is damaged: its pepper does not open');
    this.secret = pepper;
    if (!readOnly) this.scrub();
  }

  async ensureKey(stream: string): Promise<SealingKey> {
    const known = await this.findKey(stream);
    if (known !== undefined) return known;
    return this.commit(() => this.stored(stream) ?? this.insert(stream));
  }

  /** A key is remembered where it is read, in the same breath: never one that a destruction has just taken away. */
  async findKey(stream: string): Promise<SealingKey | undefined> {
    const cached = this.cache.get(stream);
    if (cached !== undefined) return cached;
    const key = asking(this.file, () => this.stored(stream));
    if (key !== undefined) this.remember(stream, key);
    return key;
  }

  async findClaim(blind: Uint8Array): Promise<Claim | undefined> {
    return asking(this.file, () => this.statements.findClaim.get(blind) as Claim | undefined);
  }

  async claim(blind: Uint8Array, dossier: string, person: string): Promise<Claim> {
    return this.commit(() => {
      this.statements.addClaim.run(blind, dossier, person);
      return this.statements.findClaim.get(blind) as Claim;
    });
  }

  async moveClaim(blind: Uint8Array, from: string, to: string): Promise<boolean> {
    return this.commit(() => {
      if ((this.statements.findClaim.get(blind) as Claim | undefined)?.dossier !== from) return false;
      this.statements.moveClaim.run(to, blind);
      return true;
    });
  }

  async releaseClaim(blind: Uint8Array, dossier: string): Promise<void> {
    await this.commit(() => void this.statements.releaseClaim.run(blind, dossier));
  }

  /** One process writes this file, so a queue in this process is enough. */
  async inTurn<T>(blind: Uint8Array, work: () => Promise<T>): Promise<T> {
    return this.turns.take(Buffer.from(blind).toString('hex'), work);
  }

  async streams(): Promise<readonly string[]> {
    const rows = asking(this.file, () => this.statements.streams.all()) as { stream: string }[];
    return rows.map(({ stream }) => stream);
  }

  async destroy(stream: string): Promise<void> {
    await this.commit(() => {
      this.statements.removeKey.run(stream);
      this.statements.removeClaims.run(stream);
    });
    this.cache.delete(stream);
    this.unscrubbed = true;
    this.scrub();
  }

  async pepper(): Promise<Uint8Array> {
    if (!this.open) throw new StoreUnavailable(`${this.file} is closed`);
    return Uint8Array.from(this.secret);
  }

  stats(): { readonly commits: number } {
    return { commits: this.group.commits() };
  }

  async close(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    this.group.close();
    this.cache.clear();
    closeFile(this.db, this.readOnly);
  }

  private async commit<T>(work: () => T): Promise<T> {
    if (this.readOnly) throw new TypeError(`${this.file} was opened for reading only`);
    const answer = await this.group.add(work);
    if (this.unscrubbed) this.scrub();
    return answer;
  }

  /** The key as it is stored. Throws StoreRefused 'damaged' when its wrapping does not open. */
  private stored(stream: string): SealingKey | undefined {
    const row = this.statements.findKey.get(stream) as { id: string; wrapped: Uint8Array } | undefined;
    if (row === undefined) return undefined;
    const secret = unwrap(this.master, row.wrapped, placeOf(stream, row.id));
    if (secret !== undefined) return { id: row.id, secret };
    throw refuse(KEYS, this.file, 'damaged', `is damaged: the key of ${stream} does not open`);
  }

  private insert(stream: string): SealingKey {
    const key = newSealingKey();
    this.statements.addKey.run(stream, key.id, wrap(this.master, key.secret, placeOf(stream, key.id)));
    return key;
  }

  /** A reader keeps no key: another process may destroy it at any time, and then it must be gone here as well. */
  private remember(stream: string, key: SealingKey): void {
    if (this.readOnly) return;
    const oldest = this.cache.size >= MOST_CACHED ? this.cache.keys().next() : undefined;
    if (oldest?.done === false) this.cache.delete(oldest.value);
    this.cache.set(stream, key);
  }

  /**
   * `secure_delete` overwrites a destroyed key in the database, but its old page still stands in the write-ahead log.
   * Emptying the log ends that. While a reader is in the way it is tried again after every later commit and at the next
   * opening; the destruction itself is durable already, so a failure here is not the caller's.
   */
  private scrub(): void {
    this.unscrubbed = !emptyLog(this.db);
  }
}

function prepare(db: Database) {
  return {
    findKey: db.prepare('SELECT id, wrapped FROM keys WHERE stream = ?'),
    addKey: db.prepare('INSERT INTO keys (stream, id, wrapped) VALUES (?, ?, ?)'),
    removeKey: db.prepare('DELETE FROM keys WHERE stream = ?'),
    streams: db.prepare('SELECT stream FROM keys ORDER BY stream'),
    findClaim: db.prepare('SELECT person, dossier FROM claims WHERE blind = ?'),
    addClaim: db.prepare('INSERT OR IGNORE INTO claims (blind, dossier, person) VALUES (?, ?, ?)'),
    moveClaim: db.prepare('UPDATE claims SET dossier = ? WHERE blind = ?'),
    releaseClaim: db.prepare('DELETE FROM claims WHERE blind = ? AND dossier = ?'),
    removeClaims: db.prepare('DELETE FROM claims WHERE dossier = ?'),
  };
}
