import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  holdDataFolder,
  loadMasterKey,
  memoryShared,
  openBullJobs,
  openEmbeddedJobs,
  openKurrentEvents,
  openPostgresKeys,
  openPostgresReads,
  openRedisShared,
  openSqliteEvents,
  openSqliteKeys,
  openSqliteReads,
  overlayEvents,
  overlayKeys,
  renewKurrentStore,
  schemaIsThere,
} from '@dossier/adapters';
import {
  StoreRefused,
  type Clock,
  type EventStore,
  type Jobs,
  type KeyStore,
  type ReadStore,
  type Shared,
} from '@dossier/kernel';
import type { Cluster, EngineConfig } from './config';
import { isIntact } from './sealing/codec';

/** The stores of one installation, whatever they run on. */
export interface Stores {
  readonly events: EventStore;
  readonly reads: ReadStore;
  readonly keys: KeyStore;
  close(): Promise<void>;
}

/** Opens the stores of an installation. This file alone knows what they are made of. */
export function openStores(config: EngineConfig): Promise<Stores> {
  return config.cluster ? openCluster(config, config.cluster) : openEmbedded(config);
}

/** Each server is asked in its turn, so that what refuses is named by one clear line; what is open by then is closed. */
async function openCluster(config: EngineConfig, cluster: Cluster): Promise<Stores> {
  const open: { close(): Promise<void> }[] = [];
  const opened = <T extends { close(): Promise<void> }>(store: T): T => {
    open.unshift(store);
    return store;
  };
  const close = async (): Promise<void> => {
    for (const store of open) await store.close();
  };
  try {
    const masterKey = loadMasterKey({
      ...(config.masterKey === undefined ? {} : { env: config.masterKey }),
      file: config.masterKeyFile ?? join(config.folder, 'master.key'),
      // All processes need the same one, so none of them makes it.
      create: false,
    });
    const { readOnly } = config;
    const names = namesOf(cluster);
    const events = opened(await openKurrentEvents({ url: cluster.events, prefix: names.streams }));
    const log = { ids: events.ids, holds: async () => (await events.head()) > 0 };
    const keysAt = { url: cluster.keys, schema: names.keys };
    const keys = opened(await openPostgresKeys({ ...keysAt, masterKey, readOnly, log }));
    const reads = opened(await openPostgresReads({ url: cluster.rows, schema: names.rows, readOnly }));
    return { events, keys, reads, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Gives the log of a cluster a new id; `renewStore` says what else that asks for. */
export function renewLog(cluster: Cluster): Promise<{ former: string; id: string }> {
  return renewKurrentStore({ url: cluster.events, prefix: namesOf(cluster).streams });
}

/** What an installation's own things are called on servers that others may use as well. */
const namesOf = ({ name }: Cluster) => ({ keys: `${name}_keys`, rows: name, streams: `${name}.` });

/**
 * Whether nothing was ever written to an installation: a folder without a log, or servers on which it has neither keys nor
 * rows. Where one of the two is there the other was lost, and that is for whoever opens them to say.
 */
export async function isUnwritten({ cluster, folder }: EngineConfig): Promise<boolean> {
  if (!cluster) return !existsSync(join(folder, 'events.db'));
  const names = namesOf(cluster);
  return !(await schemaIsThere(cluster.keys, names.keys)) && !(await schemaIsThere(cluster.rows, names.rows));
}

/** A writer holds the folder first; whatever refuses afterwards gives it free again. */
async function openEmbedded(config: EngineConfig): Promise<Stores> {
  const { folder, readOnly } = config;
  const hold = readOnly ? undefined : holdDataFolder(folder, config.purpose);
  const open: { close(): Promise<void> }[] = [];
  const closeAll = async (): Promise<void> => {
    for (const store of open.reverse()) await store.close();
    hold?.release();
  };
  try {
    refuseLostLog(config);
    const events = openSqliteEvents({
      file: join(folder, 'events.db'),
      readOnly,
      verifyLeaf: isIntact,
      ...(config.synchronous ? { synchronous: config.synchronous } : {}),
    });
    open.push(events);
    await refuseLostKeys(config, events);
    const masterKey = loadMasterKey({
      ...(config.masterKey === undefined ? {} : { env: config.masterKey }),
      file: config.masterKeyFile ?? join(folder, 'master.key'),
      // A key that is made where keys are already wrapped would open none of them.
      create: !readOnly && !existsSync(join(folder, 'keys.db')),
    });
    const keys = openSqliteKeys({ file: join(folder, 'keys.db'), masterKey, readOnly });
    open.push(keys);
    const reads = openSqliteReads({ file: join(folder, 'reads.db'), readOnly });
    open.push(reads);
    return { events, keys, reads, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** What the processes of an installation share besides its stores. It may be lost at any time: what it holds follows from events. */
export interface Work {
  readonly jobs: Jobs;
  readonly shared: Shared;
  close(): Promise<void>;
}

/** Opens the queue of jobs and what processes tell one another: in Redis for a cluster, else in this process. */
export async function openWork(
  { cluster }: EngineConfig,
  clock: Clock,
  onFault: (error: unknown) => void,
): Promise<Work> {
  if (!cluster) {
    const jobs = openEmbeddedJobs({ now: () => clock.now(), onFault });
    return { jobs, shared: memoryShared(clock), close: () => jobs.close() };
  }
  const settings = { url: cluster.redis, prefix: cluster.name, onFault };
  const jobs = await openBullJobs(settings);
  try {
    const shared = await openRedisShared(settings);
    return { jobs, shared, close: async () => void (await Promise.all([jobs.close(), shared.close()])) };
  } catch (error) {
    await jobs.close();
    throw error;
  }
}

/** Keys without a log are what is left of one that was lost. An empty log beside them would have every key swept as an orphan. */
function refuseLostLog({ folder }: EngineConfig): void {
  if (existsSync(join(folder, 'events.db')) || !existsSync(join(folder, 'keys.db'))) return;
  throw new StoreRefused(
    'damaged',
    `${join(folder, 'events.db')} is gone, but its keys are there: restore a copy of it`,
  );
}

/** New keys beside a log that holds events would open nothing of it, and a new pepper would know nobody in it again. */
async function refuseLostKeys({ folder }: EngineConfig, events: EventStore): Promise<void> {
  if (existsSync(join(folder, 'keys.db')) || (await events.head()) === 0) return;
  throw new StoreRefused(
    'damaged',
    `${join(folder, 'keys.db')} is gone, but the log that it seals is there: restore a copy of it`,
  );
}

/** A copy in memory that reads through to real stores and writes nothing to them: what a dry run works on. */
export function rehearsalOf({ events, keys }: Stores): Pick<Stores, 'events' | 'keys'> {
  return { events: overlayEvents(events), keys: overlayKeys(keys) };
}
