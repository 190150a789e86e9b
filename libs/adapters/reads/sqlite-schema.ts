import type { Database } from '../sqlite-driver';
import type { FileKind } from '../sqlite-file';

/** Views and versions stand in every row: one table for all views, so a new view is no change of the schema. */
export const READS: FileKind = {
  holds: 'view rows',
  applicationId: 0x44_6f_52_6f,
  version: 1,
  remedy: 'Views can be rebuilt from the events: move the file away and run `rebuild`',
  schema: `
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE positions (
      view TEXT, version INTEGER, position INTEGER NOT NULL, PRIMARY KEY (view, version)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE rows (
      view TEXT, version INTEGER, key TEXT, partition TEXT NOT NULL, json TEXT NOT NULL,
      PRIMARY KEY (view, version, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX rows_by_partition ON rows (view, version, partition, key);
    CREATE TABLE applied (
      view TEXT, version INTEGER, stream TEXT, revision INTEGER NOT NULL, PRIMARY KEY (view, version, stream)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE missing (
      view TEXT, version INTEGER, stream TEXT, revision INTEGER, PRIMARY KEY (view, version, stream, revision)
    ) STRICT, WITHOUT ROWID;`,
};

/** Several keys are asked for as one JSON array: one statement sees one state, also beside a writer in another process. */
export function prepareQuestions(db: Database) {
  const row = 'rows.key, rows.partition, rows.json';
  return {
    source: db.prepare(`SELECT value FROM meta WHERE name = 'source'`),
    position: db.prepare('SELECT position FROM positions WHERE view = ? AND version = ?'),
    get: db.prepare(`SELECT ${row} FROM rows WHERE view = ? AND version = ? AND key = ?`),
    getMany: db.prepare(
      `SELECT ${row} FROM json_each(?) wanted CROSS JOIN rows
       ON rows.view = ? AND rows.version = ? AND rows.key = wanted.value ORDER BY wanted.key`,
    ),
    list: db.prepare(`SELECT ${row} FROM rows WHERE view = ? AND version = ? ORDER BY key`),
    listPartition: db.prepare(`SELECT ${row} FROM rows WHERE view = ? AND version = ? AND partition = ? ORDER BY key`),
    applied: db.prepare('SELECT stream, revision FROM applied WHERE view = ? AND version = ?'),
    appliedOf: db.prepare(
      `SELECT applied.stream, applied.revision FROM json_each(?) wanted CROSS JOIN applied
       ON applied.view = ? AND applied.version = ? AND applied.stream = wanted.value`,
    ),
    missing: db.prepare(
      'SELECT stream, revision FROM missing WHERE view = ? AND version = ? ORDER BY stream, revision',
    ),
  };
}

export function prepareChanges(db: Database) {
  return {
    setSource: db.prepare(`INSERT OR IGNORE INTO meta VALUES ('source', ?)`),
    setPosition: db.prepare('INSERT OR REPLACE INTO positions VALUES (?, ?, ?)'),
    put: db.prepare(
      `INSERT INTO rows VALUES (?, ?, ?, ?, ?) ON CONFLICT (view, version, key)
       DO UPDATE SET partition = excluded.partition, json = excluded.json`,
    ),
    remove: db.prepare('DELETE FROM rows WHERE view = ? AND version = ? AND key = ?'),
    setApplied: db.prepare('INSERT OR REPLACE INTO applied VALUES (?, ?, ?, ?)'),
    addMissing: db.prepare('INSERT OR IGNORE INTO missing VALUES (?, ?, ?, ?)'),
  };
}
