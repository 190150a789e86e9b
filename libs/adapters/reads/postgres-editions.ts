import type { Edition, Editions, Instant } from '@dossier/kernel';
import { ProjectionFenced, StoreRefused } from '@dossier/kernel';
import type { Ask, Postgres } from '../postgres/pool';
import { CONTENTS, type Tables } from './postgres-schema';

/** A commit that is waited for until it is on the disk. Editions change seldom, and each change is. */
export const DURABLE = { text: 'SET LOCAL synchronous_commit = on' };

export async function listEditions(postgres: Postgres, { editions, live }: Tables): Promise<Editions> {
  const { rows } = await postgres.ask<Edition & { live: number }>({
    text: `SELECT edition, state, since, (SELECT edition FROM ${live}) AS live FROM ${editions} ORDER BY edition`,
  });
  return { live: rows[0]?.live ?? 0, all: rows.map(({ edition, state, since }) => ({ edition, state, since })) };
}

export async function beginEdition(postgres: Postgres, { editions }: Tables, since: Instant): Promise<number> {
  return postgres.transaction(async (ask) => {
    await ask(DURABLE);
    const { rows } = await ask<{ edition: number }>({
      text: `INSERT INTO ${editions} (state, since) VALUES ('building', $1) RETURNING edition`,
      values: [since],
    });
    return rows[0]?.edition ?? 0;
  });
}

export async function markEdition(
  postgres: Postgres,
  { editions }: Tables,
  edition: number,
  state: 'building' | 'paused',
): Promise<boolean> {
  const text = `UPDATE ${editions} SET state = $2 WHERE edition = $1 AND state IN ('building', 'paused')`;
  return (await postgres.ask({ text, values: [edition, state] })).count === 1;
}

/**
 * Both editions are locked for the whole of it, in the order of their numbers: whoever saves to one waits, and then finds
 * the pointer where it is put here.
 */
export async function switchEditions(postgres: Postgres, tables: Tables, from: number, to: number): Promise<void> {
  await postgres.transaction(async (ask) => {
    await ask(DURABLE);
    const { rows } = await ask<{ edition: number; state: string; source: string | null }>({
      text: `SELECT edition, state, source FROM ${tables.editions} WHERE edition IN ($1, $2) ORDER BY edition FOR UPDATE`,
      values: [from, to],
    });
    const [former, next] = [from, to].map((wanted) => rows.find(({ edition }) => edition === wanted));
    if (former?.state !== 'live') throw new ProjectionFenced('the live edition', from, await liveOf(ask, tables));
    if (next === undefined || from === to) throw new ProjectionFenced('the next edition', to, 0);
    if (next.source !== null && former.source !== null && next.source !== former.source) {
      throw new StoreRefused('foreign', `edition ${to} was built from another log than edition ${from}`);
    }
    await checkReached(ask, tables, from, to);
    const set = `UPDATE ${tables.editions} SET state = $2 WHERE edition = $1`;
    await ask({ text: set, values: [from, 'kept'] });
    await ask({ text: set, values: [to, 'live'] });
    await ask({ text: `UPDATE ${tables.live} SET edition = $1`, values: [to] });
  });
}

async function liveOf(ask: Ask, { live }: Tables): Promise<number> {
  return (await ask<{ edition: number }>({ text: `SELECT edition FROM ${live}` })).rows[0]?.edition ?? 0;
}

interface Reached {
  readonly view: string;
  readonly version: number;
  readonly position: number;
}

/** Every view must be there, in no older version and no further back. Rows of older programs that lie beside say nothing. */
async function checkReached(ask: Ask, tables: Tables, from: number, to: number): Promise<void> {
  const next = new Map((await newest(ask, tables, to)).map((one) => [one.view, one]));
  for (const { view, version, position } of await newest(ask, tables, from)) {
    const reached = next.get(view);
    if (reached === undefined || reached.version < version || reached.position < position) {
      throw new ProjectionFenced(view, position, reached?.version === version ? reached.position : 0);
    }
  }
}

async function newest(ask: Ask, { positions }: Tables, edition: number): Promise<readonly Reached[]> {
  const { rows } = await ask<Omit<Reached, 'position'> & { position: string }>({
    text: `SELECT DISTINCT ON (view) view, version, position FROM ${positions}
      WHERE edition = $1 ORDER BY view, version DESC`,
    values: [edition],
  });
  return rows.map((row) => ({ ...row, position: Number(row.position) }));
}

export async function discardEdition(postgres: Postgres, tables: Tables, edition: number): Promise<boolean> {
  return postgres.transaction(async (ask) => {
    await ask(DURABLE);
    const text = `DELETE FROM ${tables.editions} WHERE edition = $1 AND state <> 'live'`;
    if ((await ask({ text, values: [edition] })).count === 0) return false;
    for (const table of CONTENTS) {
      await ask({ text: `DELETE FROM ${tables[table]} WHERE edition = $1`, values: [edition] });
    }
    return true;
  });
}

/** Forgets one view of one version; an edition without any view may then be filled from another log. */
export async function dropView(
  postgres: Postgres,
  tables: Tables,
  edition: number | undefined,
  view: string,
  version: number,
): Promise<void> {
  await postgres.transaction(async (ask) => {
    const which = edition === undefined ? `state = 'live'` : 'edition = $1';
    const { rows } = await ask<{ edition: number }>({
      text: `SELECT edition FROM ${tables.editions} WHERE ${which} FOR UPDATE`,
      values: edition === undefined ? [] : [edition],
    });
    const held = rows[0]?.edition;
    if (held === undefined) return;
    for (const table of CONTENTS) {
      const text = `DELETE FROM ${tables[table]} WHERE edition = $1 AND view = $2 AND version = $3`;
      await ask({ text, values: [held, view, version] });
    }
    const none = `NOT EXISTS (SELECT 1 FROM ${tables.positions} WHERE edition = $1)`;
    await ask({ text: `UPDATE ${tables.editions} SET source = NULL WHERE edition = $1 AND ${none}`, values: [held] });
  });
}
