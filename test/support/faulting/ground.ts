import { randomBytes } from 'node:crypto';
import { memoryKeys, memoryReads, openKurrentEvents, openPostgresKeys, openPostgresReads } from '@dossier/adapters';
import type { EventStore, KeyStore, ReadStore, Recorded } from '@dossier/kernel';
import { VIEWS } from '@dossier/views';
import { commune } from '../commune';
import { engineOn, type SmallEngine } from '../engine-in-memory';
import { startKurrentDouble, type KurrentDouble } from '../kurrent-double';

/** The day on which all that is asked is asked. */
export const TODAY = '2025-09-15';

/**
 * What many runs stand on one after the other: a log over a real socket whose server can be made to misbehave, keys, and
 * rows. The organisation is in the log before the first run; each run has streams of its own, and looks at no other.
 */
export interface Ground {
  readonly double: KurrentDouble;
  readonly log: EventStore;
  readonly keys: KeyStore;
  readonly onPostgres: boolean;
  /** A Redis that runs may empty, where the queue is in one. */
  readonly redis?: string;
  /** Rows with nothing in them. */
  emptyRows(): Promise<ReadStore>;
  /** The same rows as another process opens them, over connections of its own; closing them leaves the rows. */
  rowsOfAnother(rows: ReadStore): Promise<ReadStore>;
  close(): Promise<void>;
}

/** Rows and keys in memory, or in PostgreSQL where an address is given. */
export async function layGround(postgres?: string): Promise<Ground> {
  const double = await startKurrentDouble();
  // Nothing looks again by itself within a run: what is not woken or asked stands still.
  const log = await openKurrentEvents({
    url: double.url,
    deadlineMs: 400,
    patienceMs: 20_000,
    wakeEveryMs: 3_600_000,
  });
  const rest = postgres === undefined ? inMemory() : await inPostgres(postgres);
  await writeAll(engineAt({ log, keys: rest.keys }), commune.log);
  return {
    double,
    log,
    ...rest,
    async close() {
      await log.close();
      await rest.close();
      await double.stop();
    },
  };
}

type Rest = Omit<Ground, 'double' | 'log'>;

function inMemory(): Rest {
  const keys = memoryKeys();
  return {
    keys,
    onPostgres: false,
    emptyRows: async () => memoryReads(),
    // Closing rows in memory ends them for all; another process only lets go of them.
    rowsOfAnother: async (rows) => Object.assign(Object.create(rows) as ReadStore, { close: async () => undefined }),
    close: () => keys.close(),
  };
}

async function inPostgres(url: string): Promise<Rest> {
  const schema = `faults_${randomBytes(6).toString('hex')}`;
  const keys = await openPostgresKeys({ url, schema: `${schema}_keys`, masterKey: randomBytes(32) });
  const rows = await openPostgresReads({ url, schema });
  return {
    keys,
    onPostgres: true,
    async emptyRows() {
      for (const { name, version } of VIEWS) await rows.drop(name, version);
      return rows;
    },
    rowsOfAnother: () => openPostgresReads({ url, schema, connections: 3 }),
    async close() {
      await keys.close();
      await rows.close();
    },
  };
}

/** A process that takes commands. */
export function engineAt(
  { log, keys }: { readonly log: EventStore; readonly keys: KeyStore },
  today: () => string = () => TODAY,
): SmallEngine {
  return engineOn({ events: log, keys }, { today, regulation: () => commune.regulation });
}

/** Writes what has happened, stream by stream. */
export async function writeAll({ kit }: SmallEngine, events: readonly Recorded[]): Promise<void> {
  for (const stream of new Set(events.map((event) => event.stream))) {
    const own = events.filter((event) => event.stream === stream);
    const encoded = own.map(({ revision, meta, type, data }) =>
      kit.codec.encode({ type, data }, { stream, revision, meta }),
    );
    const expected = (own[0]?.revision ?? 0) - 1;
    await kit.store.append([{ stream, expected, events: await Promise.all(encoded) }]);
  }
}

/** A log as one run sees it: what came before its beginning is not read by the views. */
export function logFrom(log: EventStore, after: number): EventStore {
  return {
    id: log.id,
    append: (writes) => log.append(writes),
    readStream: (stream, from) => log.readStream(stream, from),
    readAll: (from, limit) => log.readAll(Math.max(from, after), limit),
    head: () => log.head(),
    watch: (wake) => log.watch(wake),
    close: async () => undefined,
  };
}

/** The order up to which every view of the rows has applied the log. */
export async function positionOf(rows: ReadStore): Promise<number> {
  return Math.min(...(await Promise.all(VIEWS.map(({ name, version }) => rows.position(name, version)))));
}
