import { memoryReads } from '@dossier/adapters';
import type { EventStore, ReadStore } from '@dossier/kernel';
import type { View } from '@dossier/views';
import { Projector } from './projector';

/** Something a view should hold and does not, or holds and should not. */
export type Difference =
  | { readonly kind: 'missing-event'; readonly view: string; readonly stream: string; readonly revision: number }
  | { readonly kind: 'behind'; readonly view: string; readonly stream: string; readonly revision: number }
  | {
      readonly kind: 'row';
      readonly view: string;
      readonly key: string;
      readonly stored: string | null;
      readonly clean: string | null;
    };

export interface Comparison {
  readonly events: number;
  readonly rows: number;
  readonly differences: readonly Difference[];
}

/**
 * Compares stored views with a clean rebuild in memory, up to the position the stored views have reached, and each
 * stream's revisions in the log with those each view has applied. A single event that never reached a view is named.
 */
export async function compareViews(
  events: EventStore,
  reads: ReadStore,
  views: readonly View[],
  onProgress: (order: number, of: number) => void = () => undefined,
): Promise<Comparison> {
  const differences: Difference[] = [];
  let rows = 0;
  let reached = 0;
  for (const view of views) {
    const until = await reads.position(view.name, view.version);
    reached = Math.max(reached, until);
    const clean = memoryReads();
    const source = upTo(events, until);
    await new Projector(source, clean, [view], { onSaved: ({ order }) => onProgress(order, until) }).catchUp();
    differences.push(...(await incomplete(clean, reads, view)));
    const found = await rowDifferences(clean, reads, view);
    differences.push(...found.differences);
    rows += found.rows;
    await clean.close();
  }
  return { events: reached, rows, differences };
}

/** A log that ends at an order, so that views that lag are compared with what they should be there, not with the head. */
function upTo(events: EventStore, until: number): EventStore {
  return {
    ...events,
    id: events.id,
    readAll: async (after, limit) => (await events.readAll(after, limit)).filter((event) => event.order <= until),
    head: () => Promise.resolve(until),
    readStream: (stream, from) => events.readStream(stream, from),
    append: () => Promise.reject(new TypeError('a comparison writes nothing')),
    close: () => Promise.resolve(),
  };
}

async function incomplete(clean: ReadStore, reads: ReadStore, { name, version }: View): Promise<readonly Difference[]> {
  const differences: Difference[] = [];
  for (const { stream, revision } of await reads.missing(name, version)) {
    differences.push({ kind: 'missing-event', view: name, stream, revision });
  }
  const applied = await reads.applied(name, version);
  for (const [stream, revision] of await clean.applied(name, version)) {
    for (let behind = (applied.get(stream) ?? -1) + 1; behind <= revision; behind += 1) {
      differences.push({ kind: 'behind', view: name, stream, revision: behind });
    }
  }
  return differences;
}

async function rowDifferences(
  clean: ReadStore,
  reads: ReadStore,
  { name, version }: View,
): Promise<{ rows: number; differences: readonly Difference[] }> {
  const stored = new Map((await reads.list(name, version)).map((row) => [row.key, row.json]));
  const differences: Difference[] = [];
  const wanted = await clean.list(name, version);
  for (const { key, json } of wanted) {
    const have = stored.get(key);
    if (have !== json) differences.push({ kind: 'row', view: name, key, stored: have ?? null, clean: json });
    stored.delete(key);
  }
  for (const [key, json] of stored) differences.push({ kind: 'row', view: name, key, stored: json, clean: null });
  return { rows: wanted.length, differences };
}
