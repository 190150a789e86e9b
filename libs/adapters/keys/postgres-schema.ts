import { StoreRefused } from '@dossier/kernel';
import type { Schema } from '../postgres/migrations';
import type { Postgres } from '../postgres/pool';
import { newSecret, placeOf, unwrap, wrap } from './wrapping';

/**
 * Where keys and claims lie. Destroyed keys leave a dead row behind until the table is vacuumed, so that is done as soon
 * as there is one. What it still held was wrapped under the master key.
 */
export function keysSchema(schema: string): Schema {
  const text = 'text COLLATE "C" NOT NULL';
  const soon = 'autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 0';
  return {
    name: schema,
    holds: 'sealing keys',
    migrations: [
      `CREATE TABLE ${schema}.meta (name text PRIMARY KEY, value bytea NOT NULL);
       CREATE TABLE ${schema}.keys (
         stream ${text} PRIMARY KEY, id text NOT NULL UNIQUE, wrapped bytea NOT NULL,
         asked_at timestamptz NOT NULL DEFAULT clock_timestamp()
       ) WITH (${soon});
       CREATE TABLE ${schema}.claims (blind bytea PRIMARY KEY, dossier ${text}, person text NOT NULL) WITH (${soon});
       CREATE INDEX claims_by_dossier ON ${schema}.claims (dossier);`,
    ],
  };
}

/** Opens with the right master key and with no other: what tells a wrong key from a damaged store. */
const CHECK = JSON.stringify(['check']);
const PEPPER = JSON.stringify(['pepper']);
/** So many of the newest keys are tried at the start. */
const MOST_VERIFIED = 1_000;

/**
 * The pepper of the installation, made by whoever opens the store first. Throws StoreRefused 'wrong-master-key' or
 * 'damaged'.
 */
export async function openSecrets(
  postgres: Postgres,
  schema: string,
  master: Uint8Array,
  readOnly: boolean,
): Promise<Uint8Array> {
  // Both in one statement: of two that begin at once, one writes both and the other none.
  if (!readOnly) {
    await postgres.ask({
      text: `INSERT INTO ${schema}.meta (name, value)
        SELECT new.name, new.value FROM (VALUES ('check', $1::bytea), ('pepper', $2::bytea)) AS new (name, value)
        WHERE NOT EXISTS (SELECT 1 FROM ${schema}.keys) ON CONFLICT DO NOTHING`,
      values: [wrap(master, newSecret(), CHECK), wrap(master, newSecret(), PEPPER)],
    });
  }
  const { rows } = await postgres.ask<{ name: string; value: Uint8Array }>({
    text: `SELECT name, value FROM ${schema}.meta`,
  });
  const valueOf = (name: string): Uint8Array => rows.find((row) => row.name === name)?.value ?? new Uint8Array();
  const check = unwrap(master, valueOf('check'), CHECK);
  const pepper = unwrap(master, valueOf('pepper'), PEPPER);
  await verify(postgres, schema, master, { check, pepper });
  return pepper as Uint8Array;
}

interface Secrets {
  readonly check: Uint8Array | undefined;
  readonly pepper: Uint8Array | undefined;
}

async function verify(postgres: Postgres, schema: string, master: Uint8Array, secrets: Secrets): Promise<void> {
  const { rows } = await postgres.ask<{ stream: string; id: string; wrapped: Uint8Array }>({
    text: `SELECT stream, id, wrapped FROM ${schema}.keys ORDER BY asked_at DESC LIMIT ${MOST_VERIFIED}`,
  });
  const opens = rows.map(({ stream, id, wrapped }) => unwrap(master, wrapped, placeOf(stream, id)) !== undefined);
  const where = `${postgres.address.said}: the sealing keys in schema '${schema}'`;
  if (!secrets.check && !secrets.pepper && !opens.includes(true)) {
    const message = `${where} were made with another master key. Give the one they were made with`;
    throw new StoreRefused('wrong-master-key', message);
  }
  if (!secrets.check || !secrets.pepper) {
    throw new StoreRefused('damaged', `${where} are damaged: their own secrets do not open. Restore a copy`);
  }
  const closed = rows[opens.indexOf(false)];
  if (closed === undefined) return;
  throw new StoreRefused('damaged', `${where} are damaged: the key of ${closed.stream} does not open. Restore a copy`);
}

/** Keys are never made twice: a server that loses what it has confirmed would lose for ever what they seal. */
export async function checkDurable(postgres: Postgres): Promise<void> {
  const { rows } = await postgres.ask<{ fsync: string }>({ text: `SELECT current_setting('fsync') AS fsync` });
  if (rows[0]?.fsync === 'on') return;
  throw new StoreRefused(
    'unsuitable',
    `${postgres.address.said} runs with fsync off: keys would not survive a power cut`,
  );
}
