import { canonicalJson, leafHash } from '@dossier/ledger';
import type { EventStore, ReadStore, StreamWrite } from '@dossier/kernel';
import type { View } from '@dossier/views';
import { sha256 } from '../../libs/engine/sealing/codec';

/** A view for tests of what moves views: it counts the events of each stream, and adds up their revisions. */
export interface CountRow {
  readonly count: number;
  readonly sum: number;
}

export const counting: View<CountRow> = {
  name: 'counting',
  version: 1,
  touches: ({ stream }) => [stream],
  apply: (row, { revision }) => ({ count: (row?.count ?? 0) + 1, sum: (row?.sum ?? 0) + revision }),
  partition: () => '',
};

/** The same view, one that cannot apply a stream from a revision on. What it throws quotes the event, as errors do. */
export function failing(stream: string, from = 0, over = counting): View<CountRow> {
  return {
    ...over,
    apply(row, event, key) {
      if (event.stream === stream && event.revision >= from) throw new TypeError(`secret of ${JSON.stringify(event)}`);
      return over.apply(row, event, key);
    },
  };
}

export async function append(events: EventStore, stream: string, revision: number): Promise<void> {
  await appendAll(events, [{ stream, revision }]);
}

/** One event for each of several streams, in one step. */
export async function appendAll(
  events: EventStore,
  places: readonly { readonly stream: string; readonly revision: number }[],
): Promise<void> {
  await events.append(places.map(({ stream, revision }) => writeOf(stream, revision, textOf(stream, revision))));
}

const textOf = (stream: string, revision: number): string =>
  canonicalJson({ stream, revision, type: 'Happened', data: {}, meta: {} });

function writeOf(stream: string, revision: number, text: string): StreamWrite {
  const bytes = Buffer.from(text);
  return { stream, expected: revision - 1, events: [{ bytes, leaf: leafHash(sha256, bytes) }] };
}

/** Appends bytes that need not be an event at all; their hash is right. */
export async function appendBytes(events: EventStore, stream: string, revision: number, text: string): Promise<void> {
  await events.append([writeOf(stream, revision, text)]);
}

export async function count(reads: ReadStore, stream: string): Promise<number | undefined> {
  const row = await reads.get('counting', 1, stream);
  return row && (JSON.parse(row.json) as CountRow).count;
}

/** The rows of the view as text, to be compared. */
export async function rowsOf(reads: ReadStore): Promise<readonly string[]> {
  return (await reads.list('counting', 1)).map(({ key, partition, json }) => `${key}/${partition}/${json}`);
}
