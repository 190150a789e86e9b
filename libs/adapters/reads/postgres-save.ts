import type { ViewChange } from '@dossier/kernel';
import { ProjectionFenced, StoreRefused } from '@dossier/kernel';
import type { Ask } from '../postgres/pool';
import type { Tables } from './postgres-schema';

/** What one save needs besides the changes. */
export interface Saving {
  readonly tables: Tables;
  readonly source: string;
  /** Left out, whichever edition is live when the save happens. */
  readonly edition: number | undefined;
  /** How messages call the store. */
  readonly said: string;
}

/** Saves changes within a transaction that the caller began. Throws ProjectionFenced, StoreRefused 'foreign'. */
export async function saveChanges(ask: Ask, saving: Saving, changes: readonly ViewChange[]): Promise<void> {
  const edition = await holdEdition(ask, saving, changes);
  for (const change of changes) {
    await moveOn(ask, saving.tables, edition, change);
    await checkHeld(ask, saving.tables, edition, change);
    await writeRows(ask, saving.tables, edition, change);
    await writeRevisions(ask, saving.tables, edition, change);
    await writeHeld(ask, saving.tables, edition, change);
  }
}

/**
 * Holds the edition against a switch and a discard until the transaction ends, and notes the log it comes from with its
 * first rows. Saves of different views do not wait for one another, so the lock is shared. Who may have to write the
 * source takes it alone from the start: two that both shared it could not both raise it.
 */
async function holdEdition(ask: Ask, saving: Saving, changes: readonly ViewChange[]): Promise<number> {
  const held = (await lock(ask, saving, 'AND source IS NOT NULL FOR SHARE')) ?? (await lock(ask, saving, 'FOR UPDATE'));
  if (held === undefined) throw new ProjectionFenced(changes[0]?.view ?? 'rows', changes[0]?.from ?? 0, 0);
  if (held.source === null && changes.length > 0) {
    const text = `UPDATE ${saving.tables.editions} SET source = $2 WHERE edition = $1`;
    await ask({ text, values: [held.edition, saving.source] });
  }
  if (held.source !== null && held.source !== saving.source) {
    const message = `${saving.said} holds rows built from log ${held.source}, not from ${saving.source}: rebuild them`;
    throw new StoreRefused('foreign', message);
  }
  return held.edition;
}

/** By its state, not by the pointer: a lock that had to wait for a switch looks at the state anew, and at nothing else. */
async function lock(
  ask: Ask,
  { tables, edition }: Saving,
  how: string,
): Promise<{ edition: number; source: string | null } | undefined> {
  const which = edition === undefined ? `state = 'live'` : 'edition = $1';
  const text = `SELECT edition, source FROM ${tables.editions} WHERE ${which} ${how}`;
  const values = edition === undefined ? [] : [edition];
  return (await ask<{ edition: number; source: string | null }>({ text, values })).rows[0];
}

/** The fence: compare and set. Of two that began at one position one waits for the other, and then moves no row. */
async function moveOn(ask: Ask, { positions }: Tables, edition: number, change: ViewChange): Promise<void> {
  const { view, version, from, to } = change;
  const place = [edition, view, version];
  const where = 'edition = $1 AND view = $2 AND version = $3';
  const moved = await ask({
    name: `move ${positions}`,
    text: `UPDATE ${positions} SET position = $5 WHERE ${where} AND position = $4`,
    values: [...place, from, to],
  });
  if (moved.count === 1) return;
  if (from === 0) {
    const text = `INSERT INTO ${positions} VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`;
    if ((await ask({ text, values: [...place, to] })).count === 1) return;
  }
  const { rows } = await ask<{ position: string }>({
    text: `SELECT position FROM ${positions} WHERE ${where}`,
    values: place,
  });
  throw new ProjectionFenced(view, from, Number(rows[0]?.position ?? 0));
}

/** A stream that another has released meanwhile is not held again by one who did not know. */
async function checkHeld(ask: Ask, tables: Tables, edition: number, change: ViewChange): Promise<void> {
  const { view, version, from, applied, held = [] } = change;
  if (held.length === 0) return;
  const { rows } = await ask<{ stream: string; revision: number }>({
    text: `SELECT stream, revision FROM ${tables.applied}
      WHERE edition = $1 AND view = $2 AND version = $3 AND stream = ANY ($4::text[])`,
    values: [edition, view, version, held.map(({ stream }) => stream)],
  });
  const last = new Map([...rows, ...applied].map(({ stream, revision }) => [stream, revision]));
  for (const { stream, revision } of held) {
    if ((last.get(stream) ?? -1) >= revision) throw new ProjectionFenced(view, from, from);
  }
}

/** Columns are sent as arrays: one statement for a thousand rows. Of a row that is named twice the last word counts. */
async function writeRows(ask: Ask, { rows: table }: Tables, edition: number, change: ViewChange): Promise<void> {
  const last = [...new Map(change.rows.map((row) => [row.key, row])).values()];
  const place = [edition, change.view, change.version];
  const put = last.flatMap((row) => (row.json === undefined ? [] : [{ ...row, json: row.json }]));
  if (put.length > 0) {
    await ask({
      name: `put ${table}`,
      text: `INSERT INTO ${table} (edition, view, version, key, partition, json)
        SELECT $1, $2, $3, new.key, new.partition, new.json
        FROM unnest($4::text[], $5::text[], $6::text[]) AS new (key, partition, json)
        ON CONFLICT (edition, view, version, key)
        DO UPDATE SET partition = excluded.partition, json = excluded.json`,
      values: [...place, put.map(({ key }) => key), put.map(({ partition }) => partition), put.map(({ json }) => json)],
    });
  }
  if (put.length === last.length) return;
  const gone = last.flatMap(({ key, json }) => (json === undefined ? [key] : []));
  const text = `DELETE FROM ${table} WHERE edition = $1 AND view = $2 AND version = $3 AND key = ANY ($4::text[])`;
  await ask({ text, values: [...place, gone] });
}

async function writeRevisions(ask: Ask, tables: Tables, edition: number, change: ViewChange): Promise<void> {
  const place = [edition, change.view, change.version];
  const write = (table: string, places: ViewChange['applied'], conflict: string) =>
    ask({
      name: `note ${table}`,
      text: `INSERT INTO ${table} (edition, view, version, stream, revision)
        SELECT $1, $2, $3, new.stream, new.revision FROM unnest($4::text[], $5::int[]) AS new (stream, revision)
        ON CONFLICT ${conflict}`,
      values: [...place, places.map(({ stream }) => stream), places.map(({ revision }) => revision)],
    });
  const applied = [...new Map(change.applied.map((one) => [one.stream, one])).values()];
  const latest = '(edition, view, version, stream) DO UPDATE SET revision = excluded.revision';
  if (applied.length > 0) await write(tables.applied, applied, latest);
  if (change.missing.length > 0) await write(tables.missing, change.missing, 'DO NOTHING');
}

async function writeHeld(ask: Ask, { held: table }: Tables, edition: number, change: ViewChange): Promise<void> {
  const { view, version, held = [], released = [] } = change;
  if (released.length > 0) {
    const text = `DELETE FROM ${table} WHERE edition = $1 AND view = $2 AND version = $3 AND stream = ANY ($4::text[])`;
    await ask({ text, values: [edition, view, version, [...released]] });
  }
  for (const { stream, revision, reason, since, tries } of held) {
    await ask({
      text: `INSERT INTO ${table} (edition, view, version, stream, revision, reason, since, tries)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (edition, view, version, stream)
        DO UPDATE SET revision = excluded.revision, reason = excluded.reason, since = excluded.since, tries = excluded.tries`,
      values: [edition, view, version, stream, revision, reason, since, tries],
    });
  }
}
