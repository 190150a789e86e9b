import { memoryReads } from '@dossier/adapters';
import { rehearsalOf, type Stores } from '../open-adapters';

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
