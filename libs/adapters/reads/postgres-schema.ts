import type { Schema } from '../postgres/migrations';
import { evaluation } from './postgres-evaluation';

/**
 * Where rows lie. Edition, view and version stand in every row: one table for all views, so a new view is no change of
 * the schema. Keys are ordered by their bytes whatever the database's own order of text is; `json` is text, because two
 * editions are compared letter by letter.
 */
export function readsSchema(schema: string): Schema {
  return { name: schema, holds: 'view rows', migrations: [tables(schema), evaluation(schema)] };
}

/** What there is in the schema of a name. */
export interface Tables {
  readonly editions: string;
  readonly live: string;
  readonly positions: string;
  readonly rows: string;
  readonly applied: string;
  readonly missing: string;
  readonly held: string;
  readonly leases: string;
}

export function tablesOf(schema: string): Tables {
  const of = (table: string): string => `${schema}.${table}`;
  return {
    editions: of('editions'),
    live: of('live'),
    positions: of('positions'),
    rows: of('rows'),
    applied: of('applied'),
    missing: of('missing'),
    held: of('held'),
    leases: of('leases'),
  };
}

/** The tables that hold what an edition is made of; each names its edition, view and version. */
export const CONTENTS = [
  'positions',
  'rows',
  'applied',
  'missing',
  'held',
] as const satisfies readonly (keyof Tables)[];

const text = 'text COLLATE "C" NOT NULL';
const place = `edition integer NOT NULL, view ${text}, version integer NOT NULL`;

function tables(schema: string): string {
  const t = tablesOf(schema);
  return `
    CREATE TABLE ${t.editions} (
      edition integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      state text NOT NULL CHECK (state IN ('live', 'building', 'paused', 'kept')),
      since text NOT NULL,
      source text
    );
    CREATE TABLE ${t.live} (
      one boolean PRIMARY KEY DEFAULT true CHECK (one),
      edition integer NOT NULL REFERENCES ${t.editions}
    );
    CREATE TABLE ${t.positions} (${place}, position bigint NOT NULL, PRIMARY KEY (edition, view, version));
    CREATE TABLE ${t.rows} (
      ${place}, key ${text}, partition ${text}, json text NOT NULL, PRIMARY KEY (edition, view, version, key)
    );
    CREATE INDEX rows_by_partition ON ${t.rows} (edition, view, version, partition, key);
    CREATE TABLE ${t.applied} (
      ${place}, stream ${text}, revision integer NOT NULL, PRIMARY KEY (edition, view, version, stream)
    );
    CREATE TABLE ${t.missing} (
      ${place}, stream ${text}, revision integer NOT NULL, PRIMARY KEY (edition, view, version, stream, revision)
    );
    CREATE TABLE ${t.held} (
      ${place}, stream ${text}, revision integer NOT NULL, reason text NOT NULL, since text NOT NULL,
      tries integer NOT NULL, PRIMARY KEY (edition, view, version, stream)
    );
    CREATE TABLE ${t.leases} (task ${text} PRIMARY KEY, holder text NOT NULL, until timestamptz NOT NULL);
    INSERT INTO ${t.editions} (state, since)
      VALUES ('live', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'));
    INSERT INTO ${t.live} (edition) SELECT edition FROM ${t.editions};`;
}
