import { StoreUnavailable } from '@dossier/kernel';
import type { Database } from './sqlite-driver';
import { unavailable } from './sqlite-file';

/** Many pieces of work, one transaction, one wait for the disk. */
export interface GroupCommit {
  /**
   * Queues a piece of work; resolves with its answer after the COMMIT that holds it. The work runs inside a transaction
   * and sees what earlier pieces of its group wrote. Work that throws a declined error must not have written anything:
   * it alone is rejected. Any other failure rolls the whole group back and rejects all of it.
   */
  add<T>(work: () => T): Promise<T>;
  /** How many transactions were committed. */
  commits(): number;
  /** Commits what is queued; work added later is rejected with StoreUnavailable. */
  close(): void;
}

interface Piece {
  readonly work: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/** A bound on one transaction, so that a flood of small writes cannot hold up the first of them for long. */
const MOST_PIECES = 1024;

/**
 * Gathers work until the current turn of the event loop is over (setImmediate runs after all promises that are ready),
 * then commits it together. `declines` tells an answer to one piece (a conflict) from a failure of the database.
 */
export function groupCommit(db: Database, file: string, declines: (error: unknown) => boolean): GroupCommit {
  let queue: Piece[] = [];
  let commits = 0;
  let closed = false;

  const commitNext = (): void => {
    const group = queue.slice(0, MOST_PIECES);
    queue = queue.slice(MOST_PIECES);
    if (queue.length > 0) setImmediate(commitNext);
    if (group.length > 0 && commitTogether(db, file, group, declines)) commits += 1;
  };

  return {
    add<T>(work: () => T): Promise<T> {
      if (closed) return Promise.reject(new StoreUnavailable(`${file} is closed`));
      return new Promise<T>((resolve, reject) => {
        if (queue.length === 0) setImmediate(commitNext);
        queue.push({ work, resolve, reject });
      });
    },
    commits: () => commits,
    close(): void {
      closed = true;
      while (queue.length > 0) commitNext();
    },
  };
}

/** Runs work in one transaction. Its error is thrown as it is after the rollback; the database's as StoreUnavailable. */
export function inTransaction<T>(db: Database, file: string, work: () => T): T {
  try {
    db.exec('BEGIN IMMEDIATE');
    const answer = work();
    db.exec('COMMIT');
    return answer;
  } catch (error) {
    rollBack(db);
    throw unavailable(file, error);
  }
}

/** Every promise is settled after the COMMIT and never before: an acknowledged write is on the disk. */
function commitTogether(
  db: Database,
  file: string,
  group: readonly Piece[],
  declines: (error: unknown) => boolean,
): boolean {
  try {
    const settle = inTransaction(db, file, () => group.map((piece) => attempt(piece, declines)));
    for (const tell of settle) tell();
    return true;
  } catch (error) {
    for (const { reject } of group) reject(error);
    return false;
  }
}

function attempt({ work, resolve, reject }: Piece, declines: (error: unknown) => boolean): () => void {
  try {
    const answer = work() as never;
    return () => resolve(answer);
  } catch (error) {
    if (declines(error)) return () => reject(error);
    throw error;
  }
}

/** A full disk or an I/O error may have ended the transaction already; then there is nothing left to roll back. */
function rollBack(db: Database): void {
  try {
    db.exec('ROLLBACK');
  } catch {
    return;
  }
}
