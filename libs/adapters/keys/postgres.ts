import type { Claim, KeyStore, SealingKey } from '@dossier/kernel';
import { StoreRefused, StoreUnavailable } from '@dossier/kernel';
import { addressOf, checkSchema } from '../postgres/address';
import { migrate } from '../postgres/migrations';
import { Postgres } from '../postgres/pool';
import { inOrder } from './postgres-order';
import { refuseLostKeys, refuseLostLog, refuseOtherLog, type SealedLog } from './postgres-beside-log';
import { checkDurable, keysSchema, openSecrets } from './postgres-schema';
import { Turns } from './postgres-turns';
import { newSealingKey, placeOf, unwrap, wrap } from './wrapping';

export interface PostgresKeysOptions {
  /** postgres://user:password@host:port/database; it may be another server than that of the rows. */
  readonly url: string;
  /** The schema of the keys; default 'dossier_keys'. */
  readonly schema?: string;
  /** 32 bytes, see `loadMasterKey`. */
  readonly masterKey: Uint8Array;
  /** Opens keys that are there; whatever would write then throws a TypeError. Default false. */
  readonly readOnly?: boolean;
  /** Most connections at a time; default 10, and as many again for `inTurn`. */
  readonly connections?: number;
  /**
   * The log that these keys seal. Where it is given, one of the two that is missing beside the other is refused as
   * 'damaged', for to begin it anew would be the end of what the other holds, and any other log as 'foreign'.
   */
  readonly log?: SealedLog;
  /** `streams` leaves out keys that were made or asked for within this time, in milliseconds: whoever asked may be about to write. Default one hour. */
  readonly youngMs?: number;
}

const HOUR_MS = 3_600_000;
/** A process that stands still in the middle of a turn holds others up no longer than this. */
const STANDSTILL_MS = 60_000;
/** Keys are made anew when one is destroyed between two statements; that does not go on for long. */
const MOST_ATTEMPTS = 5;

/**
 * Sealing keys and claims in PostgreSQL, for any number of processes; every key is wrapped under the master key and bound
 * to its stream and id. No key is remembered between two questions, for another process may destroy it at any time. Each
 * write is on the server's disk before its promise resolves. `dossier` in a claim is the dossier's stream name, for
 * `destroy(stream)` takes the claims of that stream with it.
 *
 * Throws StoreRefused at the start: 'unreachable', 'unsuitable', 'newer-version', 'wrong-master-key', 'damaged', 'foreign'.
 */
export async function openPostgresKeys(options: PostgresKeysOptions): Promise<KeyStore> {
  const { url, schema = 'dossier_keys', masterKey, readOnly = false, connections = 10, youngMs = HOUR_MS } = options;
  const { log } = options;
  if (masterKey.length !== 32) throw new TypeError('a master key is 32 bytes');
  const address = addressOf(url);
  const session = { synchronous_commit: 'on' };
  const postgres = new Postgres(address, { application: 'dossier keys', size: connections, readOnly, session });
  const turns = new Postgres(address, {
    application: 'dossier turns',
    size: connections,
    session: { idle_session_timeout: String(STANDSTILL_MS) },
  });
  try {
    await postgres.greet();
    if (log && !readOnly) await refuseLostKeys(postgres, checkSchema(schema), log);
    await migrate(postgres, keysSchema(checkSchema(schema)), readOnly);
    await checkDurable(postgres);
    const pepper = await openSecrets(postgres, schema, masterKey, readOnly);
    if (log) await refuseLostLog(postgres, schema, log);
    if (log) await refuseOtherLog(postgres, schema, log, readOnly);
    return new PostgresKeys({ postgres, turns, schema, master: masterKey, pepper, readOnly, youngMs });
  } catch (error) {
    await Promise.all([postgres.close(), turns.close()]);
    throw error;
  }
}

interface Opened {
  readonly postgres: Postgres;
  readonly turns: Postgres;
  readonly schema: string;
  readonly master: Uint8Array;
  readonly pepper: Uint8Array;
  readonly readOnly: boolean;
  readonly youngMs: number;
}

/** Writes may be done twice with the same end, so they are asked once more when their connection breaks. */
class PostgresKeys implements KeyStore {
  private readonly turns: Turns;
  private readonly queue = inOrder();

  constructor(private readonly opened: Opened) {
    this.turns = new Turns(opened.turns, opened.schema);
  }

  ensureKey(stream: string): Promise<SealingKey> {
    return this.writing(stream, async () => {
      for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
        const known = await this.stored(stream);
        const key = await (known === undefined ? this.insert(stream) : this.renew(stream, known));
        if (key !== undefined) return key;
      }
      throw new Error(`the key of ${stream} is destroyed as often as it is made`);
    });
  }

  async findKey(stream: string): Promise<SealingKey | undefined> {
    return this.stored(stream);
  }

  async findClaim(blind: Uint8Array): Promise<Claim | undefined> {
    const { postgres, schema } = this.opened;
    const text = `SELECT person, dossier FROM ${schema}.claims WHERE blind = $1`;
    return (await postgres.ask<Claim>({ text, values: [bytes(blind)] })).rows[0];
  }

  claim(blind: Uint8Array, dossier: string, person: string): Promise<Claim> {
    const { postgres, schema } = this.opened;
    return this.writing(hex(blind), async () => {
      for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
        const text = `INSERT INTO ${schema}.claims (blind, dossier, person) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`;
        await postgres.ask({ text, values: [bytes(blind), dossier, person] });
        const held = await this.findClaim(blind);
        if (held !== undefined) return held;
      }
      throw new Error('a claim is given back as often as it is made');
    });
  }

  moveClaim(blind: Uint8Array, from: string, to: string): Promise<boolean> {
    return this.writing(hex(blind), async () => {
      try {
        return await this.move(blind, from, to);
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        // The answer was lost: whoever holds the claim now says whether the move was.
        const holder = (await this.findClaim(blind))?.dossier;
        return holder === from ? this.move(blind, from, to) : holder === to;
      }
    });
  }

  async releaseClaim(blind: Uint8Array, dossier: string): Promise<void> {
    const { postgres, schema } = this.opened;
    const text = `DELETE FROM ${schema}.claims WHERE blind = $1 AND dossier = $2`;
    await this.writing(hex(blind), () => postgres.ask({ text, values: [bytes(blind), dossier] }));
  }

  async inTurn<T>(blind: Uint8Array, work: () => Promise<T>): Promise<T> {
    return this.turns.take(blind, work);
  }

  async streams(): Promise<readonly string[]> {
    const { postgres, schema, youngMs } = this.opened;
    const { rows } = await postgres.ask<{ stream: string }>({
      text: `SELECT stream FROM ${schema}.keys WHERE asked_at <= now() - $1 * interval '1 millisecond' ORDER BY stream`,
      values: [youngMs],
    });
    return rows.map(({ stream }) => stream);
  }

  async destroy(stream: string): Promise<void> {
    const { postgres, schema } = this.opened;
    await this.writing(stream, () =>
      postgres.ask({
        text: `WITH claims AS (DELETE FROM ${schema}.claims WHERE dossier = $1) DELETE FROM ${schema}.keys WHERE stream = $1`,
        values: [stream],
      }),
    );
  }

  async pepper(): Promise<Uint8Array> {
    this.opened.postgres.checkOpen();
    return Uint8Array.from(this.opened.pepper);
  }

  async close(): Promise<void> {
    await Promise.all([this.opened.postgres.close(), this.opened.turns.close()]);
  }

  /** What is asked of one stream or person in one breath is done in that order, though there are many connections. */
  private async writing<T>(about: string, work: () => Promise<T>): Promise<T> {
    const { postgres, readOnly } = this.opened;
    postgres.checkOpen();
    if (readOnly) throw new TypeError(`${postgres.address.said} was opened for reading only`);
    return this.queue(about, work);
  }

  /** Throws StoreRefused 'damaged' when the wrapping of a key does not open. */
  private async stored(stream: string): Promise<SealingKey | undefined> {
    const { postgres, schema, master } = this.opened;
    const { rows } = await postgres.ask<{ id: string; wrapped: Uint8Array }>({
      name: `key ${schema}`,
      text: `SELECT id, wrapped FROM ${schema}.keys WHERE stream = $1`,
      values: [stream],
    });
    const [row] = rows;
    if (row === undefined) return undefined;
    const secret = unwrap(master, row.wrapped, placeOf(stream, row.id));
    if (secret !== undefined) return { id: row.id, secret: new Uint8Array(secret) };
    throw new StoreRefused('damaged', `${postgres.address.said} is damaged: the key of ${stream} does not open`);
  }

  private async move(blind: Uint8Array, from: string, to: string): Promise<boolean> {
    const text = `UPDATE ${this.opened.schema}.claims SET dossier = $3 WHERE blind = $1 AND dossier = $2`;
    const moved = await this.opened.postgres.transaction((ask) => ask({ text, values: [bytes(blind), from, to] }));
    return moved.count === 1;
  }

  /** A key that is asked for again is young again; undefined when it was destroyed in the same moment. */
  private async renew(stream: string, key: SealingKey): Promise<SealingKey | undefined> {
    const { postgres, schema, youngMs } = this.opened;
    const { rows } = await postgres.ask<{ id: string }>({
      text: `WITH renewed AS (
          UPDATE ${schema}.keys SET asked_at = clock_timestamp()
          WHERE stream = $1 AND asked_at <= now() - $2 * interval '1 millisecond' RETURNING id
        )
        SELECT id FROM ${schema}.keys WHERE stream = $1 UNION SELECT id FROM renewed`,
      values: [stream, youngMs],
    });
    return rows.some(({ id }) => id === key.id) ? key : undefined;
  }

  /** Undefined when somebody else made one in the same moment. */
  private async insert(stream: string): Promise<SealingKey | undefined> {
    const { postgres, schema, master } = this.opened;
    const key = newSealingKey();
    const { count } = await postgres.ask({
      text: `INSERT INTO ${schema}.keys (stream, id, wrapped) VALUES ($1, $2, $3) ON CONFLICT (stream) DO NOTHING`,
      values: [stream, key.id, bytes(wrap(master, key.secret, placeOf(stream, key.id)))],
    });
    return count === 1 ? key : undefined;
  }
}

function bytes(blind: Uint8Array): Buffer {
  return Buffer.from(blind.buffer, blind.byteOffset, blind.byteLength);
}

function hex(blind: Uint8Array): string {
  return Buffer.from(blind).toString('hex');
}
