import type { StoredEvent } from '@dossier/kernel';
import type { Database } from '../sqlite-driver';
import { valueOf } from '../sqlite-driver';
import type { FileKind } from '../sqlite-file';
import { checkPages, refuse } from '../sqlite-file';

/** Whether stored bytes still have their leaf hash. `place` lets it compare the envelope with where the store keeps it. */
export type VerifyLeaf = (
  bytes: Uint8Array,
  leaf: Uint8Array,
  place: { readonly stream: string; readonly revision: number },
) => boolean;

/** Up to so many events all are verified at opening; it takes a few seconds. */
const MOST_VERIFIED = 500_000;
/** In a longer log only the newest are verified at opening, for that is where a torn write would be. */
const TAIL_VERIFIED = 100_000;

/**
 * Checks a log at opening: SQLite's pages (with the index against the table while the log is short enough), orders
 * without a gap from 1, every stream's revisions without a gap from 0, and leaf hashes: of all events while there are at
 * most 500,000, of the last 100,000 in a longer log. Throws StoreRefused 'damaged' that names the file and, where one can
 * be named, the stream and revision of the first bad event.
 */
export function verifyLog(kind: FileKind, file: string, db: Database, verifyLeaf?: VerifyLeaf): void {
  const count = Number(valueOf(db, 'SELECT count(*) FROM events'));
  checkPages(kind, file, db, count <= MOST_VERIFIED ? 'integrity' : 'quick');
  const damage = brokenLeaf(db, count, verifyLeaf) ?? orderGap(db) ?? revisionGap(db);
  if (damage !== undefined) throw refuse(kind, file, 'damaged', `is damaged: ${damage}`);
}

function brokenLeaf(db: Database, count: number, verifyLeaf?: VerifyLeaf): string | undefined {
  if (verifyLeaf === undefined) return undefined;
  const after = count <= MOST_VERIFIED ? 0 : Number(valueOf(db, 'SELECT max("order") FROM events')) - TAIL_VERIFIED;
  const events = db.prepare('SELECT stream, revision, bytes, leaf FROM events WHERE "order" > ? ORDER BY "order"');
  for (const event of events.iterate(after) as Iterable<Omit<StoredEvent, 'order'>>) {
    const { stream, revision, bytes, leaf } = event;
    if (!verifyLeaf(bytes, leaf, { stream, revision })) {
      return `event ${revision} of ${stream} no longer has the hash it was stored with`;
    }
  }
  return undefined;
}

function orderGap(db: Database): string | undefined {
  const bounds = db.prepare('SELECT count(*) AS count, min("order") AS first, max("order") AS last FROM events').get();
  const { count, first, last } = bounds as { count: number; first: number | null; last: number | null };
  if (count === 0 || (first === 1 && last === count)) return undefined;
  return `it holds ${count} events, but their order runs from ${first} to ${last}`;
}

function revisionGap(db: Database): string | undefined {
  const broken = db
    .prepare(
      `SELECT stream, count(*) AS count, max(revision) AS last FROM events
       GROUP BY stream HAVING min(revision) <> 0 OR max(revision) <> count(*) - 1 LIMIT 1`,
    )
    .get() as { stream: string; count: number; last: number } | undefined;
  if (broken === undefined) return undefined;
  const revisions = db.prepare('SELECT revision FROM events WHERE stream = ? ORDER BY revision').all(broken.stream);
  const missing = revisions.findIndex((row, index) => (row as { revision: number }).revision !== index);
  return `${broken.stream} ends at revision ${broken.last} with ${broken.count} events: revision ${missing} is missing`;
}
