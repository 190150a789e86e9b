import { join } from 'node:path';
import { dossier, type DossierEvent, type DossierState } from '@dossier/domain';
import type { Recorded } from '@dossier/kernel';
import { CommandHandler, type Event } from '@event-driven-io/emmett';
import {
  getSQLiteEventStore,
  sqliteConnection,
  type SQLiteConnection,
  type SQLiteEventStore,
} from '@event-driven-io/emmett-sqlite';
import { connect } from '../../libs/adapters/sqlite-driver';
import { guard, type Plain, type Supply } from './by-hand';
import { atOnce, type Asked, type Contestant } from './contestant';

type Stored = Event<string, Record<string, unknown>, Record<string, unknown>>;

function stored({ type, data, meta }: Plain): Stored {
  return { type, data, metadata: meta } as unknown as Stored;
}

const initialState = (): DossierState => dossier.initial;

function evolve(state: DossierState, { type, data, metadata }: Stored): DossierState {
  return dossier.evolve(state, { type, data, meta: metadata } as unknown as Recorded<DossierEvent>);
}

const handle = CommandHandler<DossierState, Stored>({ evolve, initialState });

/**
 * How commands that come at once share the one connection. With a connection each, most concurrent writers find the file
 * locked. On one, its transactions nest by a counter: calls that overlap join a transaction that another call commits, so
 * some are answered before their COMMIT and some find no transaction to commit (`probe` counts both). So its users must
 * let one command in at a time; or gather commands and hold a transaction of their own around all of them, which is the
 * fastest we know of.
 */
export type Sharing = 'as it comes' | 'one at a time' | 'gathered';

/** Emmett's command handler on SQLite; every commit waits for the disk. */
export class Emmett implements Contestant {
  private last: Promise<unknown> = Promise.resolve();
  private gathered: { asked: Asked; resolve: () => void; reject: (error: unknown) => void }[] = [];

  private constructor(
    readonly name: string,
    private readonly file: string,
    private readonly connection: SQLiteConnection,
    private readonly store: SQLiteEventStore,
    private readonly supply: Supply,
    private readonly sharing: Sharing,
  ) {}

  static async open(folder: string, name: string, supply: Supply, sharing: Sharing): Promise<Emmett> {
    const file = join(folder, 'emmett.db');
    const connection = sqliteConnection({ fileName: file });
    await connection.command('PRAGMA synchronous = FULL');
    const store = getSQLiteEventStore({ fileName: file, connectionOptions: { singleton: true, connection } } as never);
    await store.schema.migrate();
    const [mode, wait] = [
      await connection.querySingle('PRAGMA journal_mode'),
      await connection.querySingle('PRAGMA synchronous'),
    ];
    const settings = JSON.stringify([mode, wait]);
    if (settings !== '[{"journal_mode":"wal"},{"synchronous":2}]')
      throw new Error(`not as durable as the others: ${settings}`);
    return new Emmett(name, file, connection, store, supply, sharing);
  }

  /** One transaction a stream; here none waits for the disk. */
  async seed(ids: readonly string[]): Promise<void> {
    await this.connection.command('PRAGMA synchronous = OFF');
    for (const id of ids) await this.store.appendToStream(`dossier-${id}`, this.supply.history(id).map(stored));
    await this.connection.command('PRAGMA synchronous = FULL');
  }

  async ask(asked: Asked): Promise<void> {
    if (this.sharing === 'as it comes') return this.handle(asked);
    if (this.sharing === 'one at a time') return this.afterTheLast(() => this.handle(asked));
    return new Promise((resolve, reject) => {
      if (this.gathered.length === 0) setImmediate(() => void this.afterTheLast(() => this.handleTogether()));
      this.gathered.push({ asked, resolve, reject });
    });
  }

  async readAndFold(id: string): Promise<void> {
    await this.store.aggregateStream<DossierState, Stored>(`dossier-${id}`, { evolve, initialState } as never);
  }

  async count(): Promise<number> {
    return (await this.connection.querySingle<{ n: number }>('SELECT count(*) AS n FROM emt_messages'))?.n ?? 0;
  }

  async close(): Promise<void> {
    this.connection.close();
  }

  /** Asks all of these at once; looks at each answer, from another connection, whether the event is there. */
  async probe(asked: readonly Asked[]): Promise<{ readonly failed: number; readonly early: number }> {
    const other = connect(this.file, true);
    const events = other.prepare('SELECT count(*) AS n FROM emt_messages WHERE stream_id = ?');
    const there = (id: string): number => (events.get(`dossier-${id}`) as { n: number }).n;
    const before = new Map(asked.map(({ id }) => [id, there(id)]));
    const found = { failed: 0, early: 0 };
    const { log } = console;
    // It prints every error it meets; here they are counted.
    console.log = () => undefined;
    await atOnce(asked.length, asked, async (one) => {
      try {
        await this.ask(one);
        if (there(one.id) === before.get(one.id)) found.early += 1;
      } catch {
        found.failed += 1;
      }
    });
    console.log = log;
    other.close();
    return found;
  }

  private afterTheLast(work: () => Promise<void>): Promise<void> {
    const mine = this.last.then(work);
    this.last = mine.catch(() => undefined);
    return mine;
  }

  private async handleTogether(): Promise<void> {
    const group = this.gathered;
    this.gathered = [];
    try {
      const ended = await this.connection.withTransaction(() =>
        Promise.allSettled(group.map(({ asked }) => this.handle(asked))),
      );
      for (const [index, { resolve, reject }] of group.entries()) {
        const end = ended[index];
        if (end?.status === 'rejected') reject(end.reason);
        else resolve();
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  private async handle({ n, kind, id }: Asked): Promise<void> {
    await handle(this.store, `dossier-${id}`, (state) => {
      guard(state, kind);
      return stored(this.supply.event(kind, id, n));
    });
  }
}
