import { memoryReads } from '@dossier/adapters';
import type { EventStore, Held, ReadStore } from '@dossier/kernel';
import type { View } from '@dossier/views';
import { Projector } from './projector';
import { settled, touchedBetween, touchedBy, type Suspects } from './settling';

/** Something a view should hold and does not, or holds and should not. */
export type Difference =
  | { readonly kind: 'missing-event'; readonly view: string; readonly stream: string; readonly revision: number }
  | { readonly kind: 'behind'; readonly view: string; readonly stream: string; readonly revision: number }
  | {
      readonly kind: 'held';
      readonly view: string;
      readonly stream: string;
      readonly revision: number;
      readonly reason: string;
    }
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
  /** Rows that changed so often that they could not be compared at one position. */
  readonly unsettled: number;
}

type OnProgress = (order: number, of: number) => void;

/** Two sets of rows that should say the same; `level` brings the second to where the first stands, if it can. */
interface Pair {
  readonly events: EventStore;
  readonly stored: ReadStore;
  readonly clean: ReadStore;
  readonly view: View;
  readonly level: () => Promise<void>;
}

/**
 * Compares stored views with a clean rebuild in memory, up to the position the stored views have reached, and each
 * stream's revisions in the log with those each view has applied. A single event that never reached a view is named; a
 * stream that a view holds is named as held, and what it lacks for that is not said again. Views may move meanwhile.
 */
export async function compareViews(
  events: EventStore,
  reads: ReadStore,
  views: readonly View[],
  onProgress: OnProgress = () => undefined,
): Promise<Comparison> {
  let sum: Comparison = { events: 0, rows: 0, differences: [], unsettled: 0 };
  for (const view of views) {
    const bound = { until: await reads.position(view.name, view.version) };
    const clean = memoryReads();
    const onSaved = ({ order }: { order: number }): void => onProgress(order, bound.until);
    const projector = new Projector(upTo(events, bound), clean, [view], { onSaved });
    await projector.catchUp();
    const level = async (): Promise<void> => {
      bound.until = await reads.position(view.name, view.version);
      await projector.catchUp();
    };
    const missing = await reads.missing(view.name, view.version);
    const gaps = missing.map((gap) => ({ kind: 'missing-event' as const, view: view.name, ...gap }));
    const found = await comparePair({ events, stored: reads, clean, view, level });
    sum = added(sum, { ...found, events: bound.until, differences: [...gaps, ...found.differences] });
    await projector.stop();
    await clean.close();
  }
  return sum;
}

/**
 * Compares an edition with another, view by view, while both may move; what differs is `stored` of the one, `clean` of the
 * other. `goesOn` is asked before each look: it throws where one of them is gone, with which nothing would ever agree.
 */
export async function compareEditions(
  events: EventStore,
  reads: ReadStore,
  { of, with: other }: { readonly of: number; readonly with: number },
  views: readonly View[],
  goesOn: () => Promise<void>,
): Promise<Comparison> {
  const [stored, clean] = [reads.edition(of), reads.edition(other)];
  let sum: Comparison = { events: 0, rows: 0, differences: [], unsettled: 0 };
  for (const view of views) {
    const position = await stored.position(view.name, view.version);
    // A version that one of them was never moved by says other things by intent: there is nothing to compare.
    if (position === 0) continue;
    const found = await comparePair({ events, stored, clean, view, level: goesOn });
    sum = added(sum, { ...found, events: position });
  }
  return sum;
}

function added(sum: Comparison, one: Comparison): Comparison {
  return {
    events: Math.max(sum.events, one.events),
    rows: sum.rows + one.rows,
    differences: [...sum.differences, ...one.differences],
    unsettled: sum.unsettled + one.unsettled,
  };
}

/** A log that ends at an order, so that views that lag are compared with what they should be there, not with the head. */
function upTo(events: EventStore, bound: { readonly until: number }): EventStore {
  return {
    id: events.id,
    readAll: async (after, limit) => (await events.readAll(after, limit)).filter((event) => event.order <= bound.until),
    head: () => Promise.resolve(bound.until),
    readStream: (stream, from) => events.readStream(stream, from),
    append: () => Promise.reject(new TypeError('a comparison writes nothing')),
    watch: () => ({ stop: () => Promise.resolve() }),
    close: () => Promise.resolve(),
  };
}

async function comparePair(pair: Pair): Promise<Comparison> {
  const { events, stored, clean, view } = pair;
  const { suspects, rows } = await suspectsOf(pair);
  const held = await heldOf(pair);
  const exempt = await touchedBy(events, view, [...held.keys()]);
  const keys = new Set([...suspects.keys].filter((key) => !exempt.has(key)));
  const streams = new Set([...suspects.streams].filter((stream) => !held.has(stream)));
  const positionOf = (reads: ReadStore): Promise<number> => reads.position(view.name, view.version);
  const span = async (): Promise<[number, number]> => [await positionOf(stored), await positionOf(clean)];
  const { differences, unsettled } = await settled<Difference>({ keys, streams }, async (left) => {
    await pair.level();
    const from = Math.min(...(await span()));
    const found = await differencesOf(pair, left);
    const to = Math.max(...(await span()));
    return { found, moved: await touchedBetween(events, view, from, to) };
  });
  const named = [...held.values()].map(({ stream, revision, reason }) => ({ stream, revision, reason }));
  const standing = named.map((one) => ({ kind: 'held' as const, view: view.name, ...one }));
  return { events: 0, rows, differences: [...standing, ...differences], unsettled };
}

async function heldOf({ stored, clean, view: { name, version } }: Pair): Promise<ReadonlyMap<string, Held>> {
  const both = [...(await clean.held(name, version)), ...(await stored.held(name, version))];
  return new Map(both.map((held) => [held.stream, held]));
}

/** What differs at a first look, with both perhaps moving under it. */
async function suspectsOf({
  stored,
  clean,
  view: { name, version },
}: Pair): Promise<{ suspects: Suspects; rows: number }> {
  const have = new Map((await stored.list(name, version)).map((row) => [row.key, row.json]));
  const wanted = await clean.list(name, version);
  const keys = new Set<string>();
  for (const { key, json } of wanted) {
    if (have.get(key) !== json) keys.add(key);
    have.delete(key);
  }
  for (const key of have.keys()) keys.add(key);
  const applied = await stored.applied(name, version);
  const behind = [...(await clean.applied(name, version))].filter(([s, revision]) => (applied.get(s) ?? -1) < revision);
  return { suspects: { keys, streams: new Set(behind.map(([stream]) => stream)) }, rows: wanted.length };
}

/** What still differs of the suspects, each with what it is about. */
async function differencesOf(
  { stored, clean, view: { name, version } }: Pair,
  { keys, streams }: Suspects,
): Promise<readonly { readonly of: string; readonly differences: readonly Difference[] }[]> {
  const rowsOf = async (reads: ReadStore): Promise<ReadonlyMap<string, string>> =>
    new Map((await reads.getMany(name, version, [...keys])).map((row) => [row.key, row.json]));
  const [have, wanted] = [await rowsOf(stored), await rowsOf(clean)];
  const applied = await stored.applied(name, version, [...streams]);
  const behind = [...(await clean.applied(name, version, [...streams]))].map(([stream, revision]) => {
    const first = (applied.get(stream) ?? -1) + 1;
    const lacking = Array.from({ length: Math.max(0, revision - first + 1) }, (_, more) => first + more);
    return {
      of: stream,
      differences: lacking.map((each) => ({ kind: 'behind' as const, view: name, stream, revision: each })),
    };
  });
  const rows = [...keys].sort().map((key) => {
    const [mine, theirs] = [have.get(key) ?? null, wanted.get(key) ?? null];
    const difference = { kind: 'row' as const, view: name, key, stored: mine, clean: theirs };
    return { of: key, differences: mine === theirs ? [] : [difference] };
  });
  return [...behind, ...rows];
}
