import { randomUUID } from 'node:crypto';
import { StoreRefused, type ReadStore } from '@dossier/kernel';
import { VIEWS } from '@dossier/views';
import type { Cluster, EngineConfig } from '../config';
import { openStores, renewLog } from '../open-adapters';
import { MOVING_VIEWS } from './leading';

export interface Renewed {
  readonly former: string;
  readonly store: string;
}

/** Longer than this takes, and so long a worker that starts too soon waits. */
const HOLD_MS = 60_000;

/**
 * After the servers of a cluster were put back from a backup: the log gets a new id, so that positions of what is lost are
 * refused and not believed, and rows that may stand further than the log are forgotten, to be built anew by the first
 * worker. No API and no worker may run. Broken off, it is run again.
 *
 * Throws StoreRefused 'held' while a worker leads, or when another does the same.
 */
export async function renewStore(config: EngineConfig, cluster: Cluster): Promise<Renewed> {
  const stores = await openStores(config);
  const { reads } = stores;
  const holder = `renew-${randomUUID()}`;
  try {
    if (!(await reads.lead(MOVING_VIEWS, holder, HOLD_MS))) {
      throw new StoreRefused('held', 'a worker moves the views of this installation. Stop APIs and workers first');
    }
    const { former, id } = await renewLog(cluster);
    await forgetRows(reads);
    await nameRowsAfter(reads, id);
    return { former, store: id };
  } finally {
    await reads.lead(MOVING_VIEWS, holder, 0).catch(() => undefined);
    await stores.close();
  }
}

async function forgetRows(reads: ReadStore): Promise<void> {
  const { live, all } = await reads.editions();
  for (const { edition } of all) if (edition !== live) await reads.discard(edition);
  for (const { name, version } of VIEWS) await reads.drop(name, version);
  // Rows of a view that this program does not know would still name the former log.
  if ((await reads.source()) !== undefined) {
    throw new StoreRefused(
      'foreign',
      'there are rows of views that this program does not have: drop the schema of rows',
    );
  }
}

/**
 * Empty rows take the name of whichever log they are filled from first. A worker that opened the log before, and waits for
 * the lease, would fill them under the former id; so they are given the new one here, and its saves are refused.
 */
async function nameRowsAfter(reads: ReadStore, log: string): Promise<void> {
  const nothing = { from: 0, to: 0, rows: [], applied: [], missing: [] };
  const empty = VIEWS.map(({ name: view, version }) => ({ view, version, ...nothing }));
  await reads.save(log, empty);
}
