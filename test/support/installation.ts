import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { openStores, SealingCodec, type EngineConfig, type Stores } from '@dossier/engine';
import type { Recorded } from '@dossier/kernel';
import { configFrom } from '../../apps/api/settings';
import { DECLARED } from './scenario/way';

/** The servers of one cluster installation, as a process is told of them. */
export interface Servers {
  readonly events: string;
  readonly rows: string;
  readonly keys: string;
  readonly redis: string;
  readonly masterKey: string;
}

export const newMasterKey = (): string => randomBytes(32).toString('hex');

export function settingsOf({ events, rows, keys, redis, masterKey }: Servers): NodeJS.ProcessEnv {
  return {
    SCALE: 'cluster',
    KURRENTDB_URL: events,
    POSTGRES_URL: rows,
    KEYS_URL: keys,
    REDIS_URL: redis,
    MASTER_KEY: masterKey,
  };
}

export const configOf = (servers: Servers): EngineConfig => configFrom(settingsOf(servers), 'test');

/** Works on the stores of an installation, and closes them whatever happens. */
export async function onStores<T>(config: EngineConfig, work: (stores: Stores) => Promise<T>): Promise<T> {
  const stores = await openStores(config);
  try {
    return await work(stores);
  } finally {
    await stores.close();
  }
}

/** The whole log with its personal parts open, where their keys are there. */
export async function openedLog({ events, keys }: Pick<Stores, 'events' | 'keys'>): Promise<readonly Recorded[]> {
  const codec = new SealingCodec(keys);
  const opened: Recorded[] = [];
  for (const stored of await events.readAll(0, 1_000_000)) {
    opened.push(await codec.decode(stored));
  }
  return opened;
}

/** The names that can be read in a log, by dossier. */
export function namesIn(log: readonly Recorded[]): Readonly<Record<string, string | undefined>> {
  const listings = log.filter(({ type }) => type === 'CandidateListed');
  const nameOf = ({ data }: Recorded) => (data as { identity?: { name: string } }).identity?.name;
  return Object.fromEntries(listings.map((event) => [event.stream.slice('dossier-'.length), nameOf(event)]));
}

export const nameOf = (id: string): string => `Lò Thị Thử ${id}`;

/** The listing of an invented person: it claims the person and makes a key before its event is written. */
export const listing = (id: string, dossier = id) => ({
  type: 'ListCandidate',
  dossier,
  cell: 'cell-a',
  proposedBy: 'youth-union',
  declared: DECLARED,
  identity: { name: nameOf(id), birth: '1998-04-12', mother: 'Quàng Thị Mẫu' },
});

/** Runs statements as whoever administers the server. */
export async function administer<R extends object>(url: string, ...statements: string[]): Promise<R[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    let rows: R[] = [];
    for (const text of statements) rows = (await client.query<R>(text)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

export function onDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
