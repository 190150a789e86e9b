import type { Database } from '../sqlite-driver';
import type { FileKind } from '../sqlite-file';

/**
 * Views, versions and editions stand in every row: one table for all views, so a new view is no change of the schema.
 * An edition that is 'gone' is being emptied; `next` is its own row, so that no number is ever given twice.
 */
export const READS: FileKind = {
  holds: 'view rows',
  applicationId: 0x44_6f_52_6f,
  version: 2,
  remedy: 'Views can be rebuilt from the events: move the file away and run `rebuild`',
  older: {
    remake: true,
    remedy: 'Start the server once, or run `rebuild`: either makes the views anew from the events',
  },
  schema: `
    CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO meta VALUES ('next', 2);
    CREATE TABLE editions (
      edition INTEGER PRIMARY KEY,
      state TEXT NOT NULL CHECK (state IN ('live', 'building', 'paused', 'kept', 'gone')),
      since TEXT NOT NULL, source TEXT
    ) STRICT;
    CREATE UNIQUE INDEX one_is_live ON editions (state) WHERE state = 'live';
    INSERT INTO editions VALUES (1, 'live', strftime('%Y-%m-%dT%H:%M:%fZ'), NULL);
    CREATE TABLE positions (
      edition INTEGER, view TEXT, version INTEGER, position INTEGER NOT NULL, PRIMARY KEY (edition, view, version)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE rows (
      edition INTEGER, view TEXT, version INTEGER, key TEXT, partition TEXT NOT NULL, json TEXT NOT NULL,
      PRIMARY KEY (edition, view, version, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX rows_by_partition ON rows (edition, view, version, partition, key);
    CREATE TABLE applied (
      edition INTEGER, view TEXT, version INTEGER, stream TEXT, revision INTEGER NOT NULL,
      PRIMARY KEY (edition, view, version, stream)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE missing (
      edition INTEGER, view TEXT, version INTEGER, stream TEXT, revision INTEGER,
      PRIMARY KEY (edition, view, version, stream, revision)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE held (
      edition INTEGER, view TEXT, version INTEGER, stream TEXT, revision INTEGER NOT NULL, reason TEXT NOT NULL,
      since TEXT NOT NULL, tries INTEGER NOT NULL, PRIMARY KEY (edition, view, version, stream)
    ) STRICT, WITHOUT ROWID;`,
};

/** What an edition is made of, with the key of each table. */
export const OF_EDITIONS = {
  positions: 'view, version',
  rows: 'view, version, key',
  applied: 'view, version, stream',
  missing: 'view, version, stream, revision',
  held: 'view, version, stream',
} as const;

/** The edition that is asked: the one that is named, else the live one. One statement, so no switch comes in between. */
const ASKED = `coalesce(?, (SELECT edition FROM editions WHERE state = 'live'))`;

/** Several keys are asked for as one JSON array: one statement sees one state, also beside a writer in another process. */
export function prepareQuestions(db: Database) {
  const row = 'rows.key, rows.partition, rows.json';
  const of = `edition = ${ASKED} AND view = ? AND version = ?`;
  return {
    source: db.prepare(`SELECT source AS value FROM editions WHERE edition = ${ASKED}`),
    position: db.prepare(`SELECT position FROM positions WHERE ${of}`),
    get: db.prepare(`SELECT ${row} FROM rows WHERE ${of} AND key = ?`),
    getMany: db.prepare(
      `SELECT ${row} FROM json_each(?) wanted CROSS JOIN rows
       ON rows.edition = ${ASKED} AND rows.view = ? AND rows.version = ? AND rows.key = wanted.value ORDER BY wanted.key`,
    ),
    list: db.prepare(`SELECT ${row} FROM rows WHERE ${of} ORDER BY key`),
    listPartition: db.prepare(`SELECT ${row} FROM rows WHERE ${of} AND partition = ? ORDER BY key`),
    applied: db.prepare(`SELECT stream, revision FROM applied WHERE ${of}`),
    appliedOf: db.prepare(
      `SELECT applied.stream, applied.revision FROM json_each(?) wanted CROSS JOIN applied
       ON applied.edition = ${ASKED} AND applied.view = ? AND applied.version = ? AND applied.stream = wanted.value`,
    ),
    missing: db.prepare(`SELECT stream, revision FROM missing WHERE ${of} ORDER BY stream, revision`),
    held: db.prepare(`SELECT stream, revision, reason, since, tries FROM held WHERE ${of} ORDER BY stream`),
    editions: db.prepare(`SELECT edition, state, since FROM editions WHERE state <> 'gone' ORDER BY edition`),
    savedTo: db.prepare(`SELECT edition, source FROM editions WHERE edition = ${ASKED} AND state <> 'gone'`),
    stateOf: db.prepare('SELECT state FROM editions WHERE edition = ?'),
    // The newest version of each view counts: rows of an older program that lie beside it say nothing.
    behind: db.prepare(
      `WITH asked (former, next) AS (VALUES (?, ?)),
       newest AS (SELECT view, max(version) AS version FROM positions, asked WHERE edition = former GROUP BY view),
       ours AS (SELECT positions.* FROM positions JOIN newest USING (view, version), asked WHERE edition = former),
       theirs AS (SELECT positions.* FROM positions, asked WHERE edition = next)
       SELECT view, position, coalesce((SELECT max(theirs.position) FROM theirs
         WHERE theirs.view = ours.view AND theirs.version >= ours.version), 0) AS reached,
         EXISTS (SELECT 1 FROM theirs WHERE theirs.view = ours.view AND theirs.version >= ours.version) AS there
       FROM ours WHERE there = 0 OR reached < position`,
    ),
    gone: db.prepare(`SELECT edition FROM editions WHERE state = 'gone'`),
  };
}

export function prepareChanges(db: Database) {
  return {
    setSource: db.prepare('UPDATE editions SET source = ? WHERE edition = ?'),
    setPosition: db.prepare('INSERT OR REPLACE INTO positions VALUES (?, ?, ?, ?)'),
    put: db.prepare(
      `INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (edition, view, version, key)
       DO UPDATE SET partition = excluded.partition, json = excluded.json`,
    ),
    remove: db.prepare('DELETE FROM rows WHERE edition = ? AND view = ? AND version = ? AND key = ?'),
    setApplied: db.prepare('INSERT OR REPLACE INTO applied VALUES (?, ?, ?, ?, ?)'),
    addMissing: db.prepare('INSERT OR IGNORE INTO missing VALUES (?, ?, ?, ?, ?)'),
    hold: db.prepare('INSERT OR REPLACE INTO held VALUES (?, ?, ?, ?, ?, ?, ?, ?)'),
    release: db.prepare('DELETE FROM held WHERE edition = ? AND view = ? AND version = ? AND stream = ?'),
    appliedTo: db.prepare('SELECT revision FROM applied WHERE edition = ? AND view = ? AND version = ? AND stream = ?'),
    take: db.prepare(`UPDATE meta SET value = value + 1 WHERE name = 'next' RETURNING value - 1 AS edition`),
    begin: db.prepare(`INSERT INTO editions VALUES (?, 'building', ?, NULL)`),
    setState: db.prepare('UPDATE editions SET state = ? WHERE edition = ?'),
    forget: db.prepare('DELETE FROM editions WHERE edition = ?'),
  };
}
