import { StoreUnavailable } from '@dossier/kernel';
import { Pool, type PoolClient } from 'pg';
import type { Address } from './address';
import { faultOf, isBroken, refusalOf, wasUndone } from './faults';

export interface PoolOptions {
  /** What the server lists the connections as. */
  readonly application: string;
  readonly size: number;
  readonly readOnly?: boolean;
  /** Settings of each session, as `-c` takes them. */
  readonly session?: Readonly<Record<string, string>>;
}

/** One statement. `name` lets the server keep its plan; it must then always be the same text. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

export type Row = Record<string, unknown>;

export interface Answered<R> {
  readonly rows: R[];
  /** Rows found, or written by a write. */
  readonly count: number;
}

/** Asks within one transaction. */
export type Ask = <R = Row>(statement: Statement) => Promise<Answered<R>>;

/** What a connection may take, in milliseconds. Waiting has a bound everywhere: a command is answered 503 rather than never. */
export const CONNECT_MS = 5_000;
export const STATEMENT_MS = 30_000;
export const LOCK_MS = 10_000;
/** A process that stops in the middle of a transaction holds its locks no longer than this. */
export const STALLED_MS = 10_000;
const KEEP_IDLE_MS = 30_000;
const MOST_ATTEMPTS = 5;

/**
 * Connections to one PostgreSQL. A server that goes away and comes again needs no new pool: broken connections are thrown
 * away, and new ones made when they are needed. Faults that pass are StoreUnavailable.
 */
export class Postgres {
  private readonly pool: Pool;
  private open = true;

  constructor(
    readonly address: Address,
    { application, size, readOnly = false, session = {} }: PoolOptions,
  ) {
    const settings = {
      statement_timeout: String(STATEMENT_MS),
      lock_timeout: String(LOCK_MS),
      idle_in_transaction_session_timeout: String(STALLED_MS),
      // Times of the database are compared with times of the database only; text of one form all the same.
      timezone: 'UTC',
      ...(readOnly ? { default_transaction_read_only: 'on' } : {}),
      ...session,
    };
    this.pool = new Pool({
      connectionString: address.url,
      application_name: application,
      max: size,
      connectionTimeoutMillis: CONNECT_MS,
      idleTimeoutMillis: KEEP_IDLE_MS,
      // A server that vanished without a word: the client's own bound is a little longer than the server's.
      query_timeout: STATEMENT_MS + CONNECT_MS,
      keepAlive: true,
      allowExitOnIdle: true,
      // Of two settings of one name the later one counts: ours.
      options: [address.options, ...Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)].join(' '),
    });
    // A lost connection is told where it is used next. Nobody listening would end the process.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** One statement that may be asked twice: when the connection breaks under it, it is asked once more on another. */
  async ask<R = Row>(statement: Statement): Promise<Answered<R>> {
    return this.translated(async () => {
      try {
        return await this.askOnce<R>(statement);
      } catch (error) {
        if (!isBroken(error)) throw error;
        return this.askOnce<R>(statement);
      }
    });
  }

  /**
   * Several statements, all or nothing. Done again when the server undid it because another transaction stood in the
   * way. When the connection breaks, the outcome is unknown and the fault StoreUnavailable.
   */
  async transaction<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
    return this.translated(async () => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await this.attempt(work);
        } catch (error) {
          if (!wasUndone(error) || attempt === MOST_ATTEMPTS) throw error;
        }
      }
    });
  }

  /** A connection for one work alone, outside any transaction. */
  async alone<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
    return this.translated(() => this.withClient((client) => work(askOn(client))));
  }

  /** The first connection. Throws StoreRefused in one line when there is none to be had. */
  async greet(): Promise<void> {
    try {
      await this.askOnce({ text: 'SELECT 1' });
    } catch (error) {
      throw refusalOf(this.address, error);
    }
  }

  async close(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    await this.pool.end();
  }

  checkOpen(): void {
    if (!this.open) throw new StoreUnavailable(`${this.address.said} is closed`);
  }

  private async translated<T>(work: () => Promise<T>): Promise<T> {
    this.checkOpen();
    try {
      return await work();
    } catch (error) {
      this.checkOpen();
      throw faultOf(this.address, error);
    }
  }

  private askOnce<R>(statement: Statement): Promise<Answered<R>> {
    return this.withClient((client) => askOn(client)<R>(statement));
  }

  private attempt<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
    return this.withClient(async (client) => {
      await client.query('BEGIN');
      try {
        const answer = await work(askOn(client));
        await client.query('COMMIT');
        return answer;
      } catch (error) {
        if (!isBroken(error)) await client.query('ROLLBACK');
        throw error;
      }
    });
  }

  private async withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken = true;
    try {
      const answer = await work(client);
      broken = false;
      return answer;
    } catch (error) {
      // Only a server's own answer, or a refusal of ours, says that the connection is still in order.
      broken = isBroken(error) || !isAnswer(error);
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

function isAnswer(error: unknown): boolean {
  const { severity, name } = error as { severity?: unknown; name?: unknown };
  return severity === 'ERROR' || name === 'ProjectionFenced' || name === 'StoreRefused';
}

function askOn(client: PoolClient): Ask {
  return async <R>({ name, text, values }: Statement) => {
    const { rows, rowCount } = await client.query<Row & R>({
      ...(name === undefined ? {} : { name }),
      text,
      ...(values === undefined ? {} : { values: [...values] }),
    });
    return { rows: rows as R[], count: rowCount ?? 0 };
  };
}
