import { StoreRefused } from '@dossier/kernel';
import type { Postgres } from '../postgres/pool';

type LogHolds = () => Promise<boolean>;

/**
 * New keys beside a log that holds events would open nothing of it, and a new pepper would know nobody in it again. The log
 * is asked first: whoever wrote its first event had made the keys before, so that many may start at once on nothing.
 */
export async function refuseLostKeys(postgres: Postgres, schema: string, logHolds: LogHolds): Promise<void> {
  if (!(await logHolds()) || (await any(postgres, `${schema}.meta`))) return;
  throw refuse(postgres, schema, 'are gone, but the log that they seal is there: restore a copy of them');
}

/** An empty log beside keys is what is left of one that was lost: all of them would be swept as orphans. The keys are asked first. */
export async function refuseLostLog(postgres: Postgres, schema: string, logHolds: LogHolds): Promise<void> {
  if (!(await any(postgres, `${schema}.keys`)) || (await logHolds())) return;
  throw refuse(postgres, schema, 'are there, but the log that they seal is empty: restore a copy of it');
}

async function any(postgres: Postgres, table: string): Promise<boolean> {
  const there = 'SELECT to_regclass($1) IS NOT NULL AS yes';
  if (!(await postgres.ask<{ yes: boolean }>({ text: there, values: [table] })).rows[0]?.yes) return false;
  const text = `SELECT EXISTS (SELECT 1 FROM ${table}) AS yes`;
  return (await postgres.ask<{ yes: boolean }>({ text })).rows[0]?.yes === true;
}

function refuse({ address }: Postgres, schema: string, why: string): StoreRefused {
  return new StoreRefused('damaged', `${address.said}: the sealing keys in schema '${schema}' ${why}`);
}
