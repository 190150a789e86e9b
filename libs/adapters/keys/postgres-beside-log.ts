import { StoreRefused } from '@dossier/kernel';
import type { Postgres } from '../postgres/pool';

/** The log that keys seal. */
export interface SealedLog {
  /** Every id it was ever given, the one that holds the last. */
  readonly ids: readonly string[];
  /** Whether it holds events. */
  holds(): Promise<boolean>;
}

/**
 * New keys beside a log that holds events would open nothing of it, and a new pepper would know nobody in it again. The log
 * is asked first: whoever wrote its first event had made the keys before, so that many may start at once on nothing.
 */
export async function refuseLostKeys(postgres: Postgres, schema: string, log: SealedLog): Promise<void> {
  if (!(await log.holds()) || (await any(postgres, `${schema}.meta`))) return;
  throw refuse(postgres, schema, 'are gone, but the log that they seal is there: restore a copy of them');
}

/** An empty log beside keys is what is left of one that was lost: all of them would be swept as orphans. The keys are asked first. */
export async function refuseLostLog(postgres: Postgres, schema: string, log: SealedLog): Promise<void> {
  if (!(await any(postgres, `${schema}.keys`)) || (await log.holds())) return;
  throw refuse(postgres, schema, 'are there, but the log that they seal is empty: restore a copy of it');
}

/**
 * Keys beside the log of another installation would be swept as orphans, each that it does not know. So they are bound to the
 * first log they were opened beside, by its id, and follow it when it is given another.
 */
export async function refuseOtherLog(
  postgres: Postgres,
  schema: string,
  { ids }: SealedLog,
  readOnly: boolean,
): Promise<void> {
  const own = Buffer.from(ids.at(-1) ?? '');
  if (!readOnly) {
    const text = `INSERT INTO ${schema}.meta (name, value) VALUES ('log', $1) ON CONFLICT (name)
      DO UPDATE SET value = excluded.value WHERE meta.value <> excluded.value AND meta.value = ANY ($2::bytea[])`;
    await postgres.ask({ text, values: [own, ids.map((id) => Buffer.from(id))] });
  }
  const { rows } = await postgres.ask<{ value: Uint8Array }>({
    text: `SELECT value FROM ${schema}.meta WHERE name = 'log'`,
  });
  const bound = rows[0] && Buffer.from(rows[0].value).toString();
  if (bound === undefined || ids.includes(bound)) return;
  throw refuse(postgres, schema, `seal another log (${bound}), not this one (${own.toString()})`, 'foreign');
}

async function any(postgres: Postgres, table: string): Promise<boolean> {
  const there = 'SELECT to_regclass($1) IS NOT NULL AS yes';
  if (!(await postgres.ask<{ yes: boolean }>({ text: there, values: [table] })).rows[0]?.yes) return false;
  const text = `SELECT EXISTS (SELECT 1 FROM ${table}) AS yes`;
  return (await postgres.ask<{ yes: boolean }>({ text })).rows[0]?.yes === true;
}

function refuse(
  { address }: Postgres,
  schema: string,
  why: string,
  code: 'damaged' | 'foreign' = 'damaged',
): StoreRefused {
  return new StoreRefused(code, `${address.said}: the sealing keys in schema '${schema}' ${why}`);
}
