import { join } from 'node:path';
import { dossier, type DossierEvent, type DossierState } from '@dossier/domain';
import type { Recorded } from '@dossier/kernel';
import { connect, type Database } from '../../libs/adapters/sqlite-driver';
import type { Asked, Contestant } from './contestant';
import type { Kind } from './corpus';

/** An event as it lies in a store that seals and hashes nothing: the same parts and, within a few bytes, the same size. */
export type Plain = Pick<Recorded<DossierEvent>, 'type' | 'data' | 'meta'>;

/** The events that contestants without our deciders store. */
export interface Supply {
  history(id: string): readonly Plain[];
  event(kind: Kind, id: string, n: number): Plain;
}

/** The least that must be asked before an event is written. */
export function guard(state: DossierState, kind: Kind): void {
  if ((kind === 'ListCandidate') === (state.done.CandidateListed !== undefined))
    throw new Error(`${kind} cannot be done`);
}

/** The same load, decide, append, written by hand on the same driver: group commit, every commit waits for the disk. */
export class ByHand implements Contestant {
  readonly name = 'by hand';
  private readonly db: Database;
  private readonly statements;
  private queue: {
    stream: string;
    revision: number;
    json: string;
    resolve: () => void;
    reject: (error: unknown) => void;
  }[] = [];

  constructor(
    folder: string,
    private readonly supply: Supply,
  ) {
    this.db = connect(join(folder, 'by-hand.db'));
    this.db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    this.db.exec(`CREATE TABLE events ("order" INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL,
      json TEXT NOT NULL, UNIQUE (stream, revision)) STRICT`);
    this.statements = {
      load: this.db.prepare('SELECT json FROM events WHERE stream = ? ORDER BY revision'),
      insert: this.db.prepare('INSERT INTO events (stream, revision, json) VALUES (?, ?, ?)'),
      count: this.db.prepare('SELECT count(*) AS n FROM events'),
    };
  }

  async seed(ids: readonly string[]): Promise<void> {
    this.db.exec('BEGIN');
    for (const id of ids) {
      for (const [revision, event] of this.supply.history(id).entries()) {
        this.statements.insert.run(`dossier-${id}`, revision, JSON.stringify(event));
      }
    }
    this.db.exec('COMMIT');
  }

  async ask({ n, kind, id }: Asked): Promise<void> {
    const stream = `dossier-${id}`;
    const { state, next } = this.load(stream);
    guard(state, kind);
    const json = JSON.stringify(this.supply.event(kind, id, n));
    await new Promise<void>((resolve, reject) => {
      if (this.queue.length === 0) setImmediate(() => this.commit());
      this.queue.push({ stream, revision: next, json, resolve, reject });
    });
  }

  async readAndFold(id: string): Promise<void> {
    this.load(`dossier-${id}`);
  }

  async count(): Promise<number> {
    return (this.statements.count.get() as { n: number }).n;
  }

  async close(): Promise<void> {
    this.db.close();
  }

  private load(stream: string): { state: DossierState; next: number } {
    let state = dossier.initial;
    const rows = this.statements.load.all(stream) as { json: string }[];
    for (const { json } of rows) state = dossier.evolve(state, JSON.parse(json) as Recorded<DossierEvent>);
    return { state, next: rows.length };
  }

  private commit(): void {
    const group = this.queue;
    this.queue = [];
    try {
      this.db.exec('BEGIN IMMEDIATE');
      for (const { stream, revision, json } of group) this.statements.insert.run(stream, revision, json);
      this.db.exec('COMMIT');
      for (const { resolve } of group) resolve();
    } catch (error) {
      this.db.exec('ROLLBACK');
      for (const { reject } of group) reject(error);
    }
  }
}
