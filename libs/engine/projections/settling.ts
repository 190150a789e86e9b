import type { EventStore } from '@dossier/kernel';
import type { View } from '@dossier/views';
import { readEvent, type ReadEvent } from './read-event';

/** Rows and streams that differed at a first look. */
export interface Suspects {
  readonly keys: ReadonlySet<string>;
  readonly streams: ReadonlySet<string>;
}

/** One look at suspects: what differs of each, and what moved while it was looked at. */
export interface Look<D> {
  readonly found: readonly { readonly of: string; readonly differences: readonly D[] }[];
  readonly moved: Suspects;
}

const TRIES = 200;
const BETWEEN_MS = 10;
const READ_AT_ONCE = 5000;

/**
 * Looks at suspects until each was seen while nothing moved it, however busy the others are: a row belongs to one stream,
 * so a row that no event touched between the two positions is the same at both. What never comes to rest is counted.
 */
export async function settled<D>(
  suspects: Suspects,
  look: (left: Suspects) => Promise<Look<D>>,
): Promise<{ differences: readonly D[]; unsettled: number }> {
  const differences: D[] = [];
  let left = suspects;
  for (let tries = 0; tries < TRIES && left.keys.size + left.streams.size > 0; tries += 1) {
    if (tries > 0) await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
    const { found, moved } = await look(left);
    for (const { of, differences: some } of found) {
      if (!moved.keys.has(of) && !moved.streams.has(of)) differences.push(...some);
    }
    left = { keys: both(left.keys, moved.keys), streams: both(left.streams, moved.streams) };
  }
  return { differences, unsettled: left.keys.size + left.streams.size };
}

/** The rows of a view and the streams that events above one order and up to another touch. */
export async function touchedBetween(events: EventStore, view: View, from: number, to: number): Promise<Suspects> {
  const [keys, streams] = [new Set<string>(), new Set<string>()];
  for (let after = from; after < to;) {
    const stored = (await events.readAll(after, READ_AT_ONCE)).filter(({ order }) => order <= to);
    for (const read of stored.map(readEvent)) {
      streams.add(read.stream);
      for (const key of keysOf(view, read)) keys.add(key);
    }
    const last = stored.at(-1);
    if (last === undefined) break;
    after = last.order;
  }
  return { keys, streams };
}

/** The rows of a view that streams touch, as far as the view can say. */
export async function touchedBy(events: EventStore, view: View, streams: readonly string[]): Promise<Set<string>> {
  const keys = new Set<string>();
  for (const stream of streams) {
    for (const stored of await events.readStream(stream)) {
      for (const key of keysOf(view, readEvent(stored))) keys.add(key);
    }
  }
  return keys;
}

function keysOf(view: View, { event }: ReadEvent): readonly string[] {
  try {
    return event ? view.touches(event) : [];
  } catch {
    return [];
  }
}

function both(some: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...some].filter((each) => others.has(each)));
}
