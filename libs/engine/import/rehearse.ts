import { memoryEvents, memoryKeys, memoryReads } from '@dossier/adapters';
import type { EngineConfig } from '../config';
import { isUnwritten, openStores, rehearsalOf, type Stores } from '../open-adapters';

/** Stores for a dry run: the log and the keys read through to the real ones, the views are built in memory; nothing is written. */
export function rehearsalStores(stores: Stores): Stores {
  const { events, keys } = rehearsalOf(stores);
  const reads = memoryReads();
  return {
    events,
    keys,
    reads,
    async close() {
      await Promise.all([events.close(), keys.close(), reads.close()]);
    },
  };
}

/**
 * What a dry run looks at: the installation opened for reading only, also beside a server that writes to it; where nothing
 * was ever written, an empty one in memory, so that looking leaves nothing behind.
 */
export async function storesToLookAt(config: EngineConfig): Promise<Stores> {
  if (!(await isUnwritten(config))) return openStores({ ...config, readOnly: true });
  const [events, keys, reads] = [memoryEvents(), memoryKeys(), memoryReads()];
  return {
    events,
    keys,
    reads,
    close: async () => void (await Promise.all([events.close(), keys.close(), reads.close()])),
  };
}
