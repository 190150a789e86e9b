import { StoreRefused } from '@dossier/kernel';
import { addressOf, checkSchema } from './address';
import { refusalOf } from './faults';
import { Postgres, type Ask } from './pool';

export interface Schema {
  readonly name: string;
  readonly holds: string;
  /** Migration n, counted from 1, brings the schema from version n - 1 to n. What was once shipped is never changed. */
  readonly migrations: readonly string[];
}

/** The oldest server with all that is used: sessions that are ended when they stand idle came with 14. */
const OLDEST_SERVER = 14;

/**
 * Brings a schema to the version of this program, in one transaction that waits for any other that does the same. A schema
 * that is there already is only looked at, so a role without the right to create may open it. Throws StoreRefused:
 * 'newer-version', 'unsuitable'.
 */
export async function migrate(postgres: Postgres, schema: Schema, readOnly: boolean): Promise<void> {
  await checkServer(postgres);
  const version = await postgres.alone((ask) => versionOf(ask, schema));
  checkVersion(postgres, schema, version);
  if (version === schema.migrations.length) return;
  if (readOnly)
    throw refuse(
      postgres,
      schema,
      'unsuitable',
      'are not there in this version yet: start a process that writes first',
    );
  try {
    await postgres.transaction((ask) => bringUp(postgres, schema, ask));
  } catch (error) {
    throw refusalOf(postgres.address, error);
  }
}

async function bringUp(postgres: Postgres, schema: Schema, ask: Ask): Promise<void> {
  // Whoever is second waits here as long as the first takes, and then finds it done.
  await ask({ text: `SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0` });
  await ask({
    text: `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`,
    values: [`migrations of ${schema.name}`],
  });
  await ask({ text: `CREATE SCHEMA IF NOT EXISTS ${schema.name}` });
  await ask({
    text: `CREATE TABLE IF NOT EXISTS ${schema.name}.schema_version (
      version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())`,
  });
  const version = await versionOf(ask, schema);
  checkVersion(postgres, schema, version);
  for (const [index, text] of schema.migrations.entries()) {
    if (index < version) continue;
    await ask({ text });
    await ask({ text: `INSERT INTO ${schema.name}.schema_version (version) VALUES ($1)`, values: [index + 1] });
  }
}

/** Whether a schema was ever made in a database. Makes nothing. Throws StoreRefused 'unreachable', 'unsuitable'. */
export async function schemaIsThere(url: string, name: string): Promise<boolean> {
  const postgres = new Postgres(addressOf(url), { application: 'dossier look', size: 1, readOnly: true });
  try {
    await postgres.greet();
    return (await postgres.alone((ask) => versionOf(ask, { name: checkSchema(name) }))) > 0;
  } finally {
    await postgres.close();
  }
}

/** 0 while there is nothing. */
async function versionOf(ask: Ask, { name }: Pick<Schema, 'name'>): Promise<number> {
  const there = await ask<{ there: boolean }>({
    text: 'SELECT to_regclass($1) IS NOT NULL AS there',
    values: [`${name}.schema_version`],
  });
  if (there.rows[0]?.there !== true) return 0;
  const { rows } = await ask<{ version: number | null }>({
    text: `SELECT max(version) AS version FROM ${name}.schema_version`,
  });
  return rows[0]?.version ?? 0;
}

function checkVersion(postgres: Postgres, schema: Schema, version: number): void {
  const known = schema.migrations.length;
  if (version <= known) return;
  throw refuse(
    postgres,
    schema,
    'newer-version',
    `are of version ${version}, this program knows ${known}: use the newer program`,
  );
}

async function checkServer(postgres: Postgres): Promise<void> {
  const { rows } = await postgres.ask<{ version: string; encoding: string }>({
    text: `SELECT current_setting('server_version_num') AS version, current_setting('server_encoding') AS encoding`,
  });
  const { version = '0', encoding = '' } = rows[0] ?? {};
  const major = Math.floor(Number(version) / 10_000);
  const { said } = postgres.address;
  if (major < OLDEST_SERVER) {
    throw new StoreRefused('unsuitable', `${said} is version ${major}; ${OLDEST_SERVER} or newer is needed`);
  }
  if (encoding !== 'UTF8') {
    throw new StoreRefused('unsuitable', `${said} keeps text as ${encoding}; a database in UTF8 is needed`);
  }
}

function refuse(
  postgres: Postgres,
  { name, holds }: Schema,
  code: 'newer-version' | 'unsuitable',
  why: string,
): StoreRefused {
  return new StoreRefused(code, `${postgres.address.said}: the ${holds} in schema '${name}' ${why}`);
}
