import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  holdDataFolder,
  loadMasterKey,
  openSqliteEvents,
  openSqliteKeys,
  openSqliteReads,
  overlayEvents,
  overlayKeys,
} from '@dossier/adapters';
import { StoreRefused, type EventStore, type KeyStore, type ReadStore } from '@dossier/kernel';
import type { EngineConfig } from './config';
import { isIntact } from './sealing/codec';

/** The stores of one installation, whatever they run on. */
export interface Stores {
  readonly events: EventStore;
  readonly reads: ReadStore;
  readonly keys: KeyStore;
  close(): Promise<void>;
}

/**
 * Opens the stores of the embedded scale. This file alone knows what they are made of. A writer holds the folder first;
 * whatever refuses afterwards gives it free again.
 */
export async function openStores(config: EngineConfig): Promise<Stores> {
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

/** Keys without a log are what is left of one that was lost. An empty log beside them would have every key swept as an orphan. */
function refuseLostLog({ folder }: EngineConfig): void {
  if (existsSync(join(folder, 'events.db')) || !existsSync(join(folder, 'keys.db'))) return;
  throw new StoreRefused(
    'damaged',
    `${join(folder, 'events.db')} is gone, but its keys are there: restore a copy of it`,
  );
}

/** A copy in memory that reads through to real stores and writes nothing to them: what a dry run works on. */
export function rehearsalOf({ events, keys }: Stores): Pick<Stores, 'events' | 'keys'> {
  return { events: overlayEvents(events), keys: overlayKeys(keys) };
}
