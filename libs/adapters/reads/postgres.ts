import type { Editions, Held, Instant, ReadStore, StoredRow, ViewChange } from '@dossier/kernel';
import { addressOf, checkSchema } from '../postgres/address';
import { migrate } from '../postgres/migrations';
import { Postgres } from '../postgres/pool';
import { checkChanges } from './checked-changes';
import {
  beginEdition,
  discardEdition,
  dropView,
  DURABLE,
  listEditions,
  markEdition,
  switchEditions,
} from './postgres-editions';
import { saveChanges } from './postgres-save';
import { readsSchema, tablesOf, type Tables } from './postgres-schema';

export interface PostgresReadsOptions {
  /** postgres://user:password@host:port/database. TLS as `pg` takes it in the address ('?sslmode=verify-full'). */
  readonly url: string;
  /** The schema of the rows; default 'dossier'. The views for evaluations then lie in 'bi', else in '<schema>_bi'. */
  readonly schema?: string;
  /** Opens rows that are there; whatever would write then throws a TypeError. Default false. */
  readonly readOnly?: boolean;
  /** Most connections at a time; default 10. */
  readonly connections?: number;
}

interface Place {
  readonly stream: string;
  readonly revision: number;
}

/**
 * View rows in PostgreSQL, for any number of processes. Commits of rows do not wait for the disk: rows and the position
 * they stand at are in one transaction, so a crash of the server can only take both back together, and the projector,
 * whose next save is then fenced, reads the same events again. Changes of editions do wait, and so do changes that leave
 * the position where it was, as a release does: taken back alone, they would be missed by nobody.
 *
 * Throws StoreRefused at the start ('unreachable', 'unsuitable', 'newer-version'), StoreUnavailable for what passes later.
 */
export async function openPostgresReads(options: PostgresReadsOptions): Promise<ReadStore> {
  const { url, schema = 'dossier', readOnly = false, connections = 10 } = options;
  const postgres = new Postgres(addressOf(url), {
    application: 'dossier rows',
    size: connections,
    readOnly,
    session: { synchronous_commit: 'off' },
  });
  try {
    await postgres.greet();
    await migrate(postgres, readsSchema(checkSchema(schema)), readOnly);
    return new PostgresReads(postgres, tablesOf(schema), readOnly, undefined);
  } catch (error) {
    await postgres.close();
    throw error;
  }
}

class PostgresReads implements ReadStore {
  /** How a statement names the edition: the one this store is bound to, or the live one, looked up in the same statement. */
  private readonly of: string;

  constructor(
    private readonly postgres: Postgres,
    private readonly tables: Tables,
    private readonly readOnly: boolean,
    private readonly bound: number | undefined,
  ) {
    this.of = `edition = ${bound === undefined ? `(SELECT edition FROM ${tables.live})` : String(bound)}`;
  }

  async source(): Promise<string | undefined> {
    const text = `SELECT source FROM ${this.tables.editions} WHERE ${this.of}`;
    return (await this.postgres.ask<{ source: string | null }>({ text })).rows[0]?.source ?? undefined;
  }

  async position(view: string, version: number): Promise<number> {
    const rows = await this.asked<{ position: string }>('position', 'positions', view, version);
    return Number(rows[0]?.position ?? 0);
  }

  async get(view: string, version: number, key: string): Promise<StoredRow | undefined> {
    return (await this.asked<StoredRow>('key, partition, json', 'rows', view, version, 'AND key = $3', [key]))[0];
  }

  async getMany(view: string, version: number, keys: readonly string[]): Promise<readonly StoredRow[]> {
    if (keys.length === 0) return [];
    const { rows } = await this.postgres.ask<StoredRow>({
      text: `SELECT r.key, r.partition, r.json
        FROM unnest($3::text[]) WITH ORDINALITY AS wanted (key, place) JOIN ${this.tables.rows} r ON r.key = wanted.key
        WHERE r.${this.of} AND r.view = $1 AND r.version = $2 ORDER BY wanted.place`,
      values: [view, version, [...keys]],
    });
    return rows;
  }

  async list(view: string, version: number, partition?: string): Promise<readonly StoredRow[]> {
    const [within, values] = partition === undefined ? ['', []] : ['AND partition = $3', [partition]];
    return this.asked('key, partition, json', 'rows', view, version, `${within} ORDER BY key`, values);
  }

  async applied(view: string, version: number, streams?: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const [within, values] = streams === undefined ? ['', []] : ['AND stream = ANY ($3::text[])', [[...streams]]];
    const rows = await this.asked<Place>('stream, revision', 'applied', view, version, within, values);
    return new Map(rows.map(({ stream, revision }) => [stream, revision]));
  }

  async missing(view: string, version: number): Promise<readonly Place[]> {
    return this.asked('stream, revision', 'missing', view, version, 'ORDER BY stream, revision');
  }

  async held(view: string, version: number): Promise<readonly Held[]> {
    return this.asked('stream, revision, reason, since, tries', 'held', view, version, 'ORDER BY stream');
  }

  async save(source: string, changes: readonly ViewChange[]): Promise<void> {
    this.checkWritable();
    checkChanges(source, changes);
    const { tables, bound: edition } = this;
    const saving = { tables, source, edition, said: this.postgres.address.said };
    const moves = changes.every(({ from, to }) => to > from);
    await this.postgres.transaction(async (ask) => {
      if (!moves) await ask(DURABLE);
      await saveChanges(ask, saving, changes);
    });
  }

  async drop(view: string, version: number): Promise<void> {
    this.checkWritable();
    await dropView(this.postgres, this.tables, this.bound, view, version);
  }

  editions(): Promise<Editions> {
    return listEditions(this.postgres, this.tables);
  }

  edition(edition: number): ReadStore {
    if (!Number.isSafeInteger(edition)) throw new TypeError('an edition is a whole number');
    return new PostgresReads(this.postgres, this.tables, this.readOnly, edition);
  }

  async begin(since: Instant): Promise<number> {
    this.checkWritable();
    return beginEdition(this.postgres, this.tables, since);
  }

  async mark(edition: number, state: 'building' | 'paused'): Promise<boolean> {
    this.checkWritable();
    return markEdition(this.postgres, this.tables, edition, state);
  }

  async switch(from: number, to: number): Promise<void> {
    this.checkWritable();
    await switchEditions(this.postgres, this.tables, from, to);
  }

  async discard(edition: number): Promise<boolean> {
    this.checkWritable();
    return discardEdition(this.postgres, this.tables, edition);
  }

  /** The time is the server's alone: two processes never compare their clocks. */
  async lead(task: string, holder: string, forMs: number): Promise<boolean> {
    this.checkWritable();
    const { leases } = this.tables;
    const { count } = await this.postgres.ask({
      text: `INSERT INTO ${leases} AS held (task, holder, until)
        VALUES ($1, $2, now() + $3 * interval '1 millisecond')
        ON CONFLICT (task) DO UPDATE SET holder = excluded.holder, until = excluded.until
        WHERE held.holder = excluded.holder OR held.until <= now()`,
      values: [task, holder, forMs],
    });
    return count > 0;
  }

  async close(): Promise<void> {
    if (this.bound === undefined) await this.postgres.close();
  }

  /** Rows of one view and version of the edition that is asked; what is sought within them goes on from $3. */
  private async asked<R>(
    columns: string,
    table: keyof Tables,
    view: string,
    version: number,
    within = '',
    values: readonly unknown[] = [],
  ): Promise<R[]> {
    const text = `SELECT ${columns} FROM ${this.tables[table]} WHERE ${this.of} AND view = $1 AND version = $2 ${within}`;
    return (await this.postgres.ask<R>({ text, values: [view, version, ...values] })).rows;
  }

  private checkWritable(): void {
    this.postgres.checkOpen();
    if (this.readOnly) throw new TypeError(`${this.postgres.address.said} was opened for reading only`);
  }
}
