import type { DossierAsOf } from '@dossier/contract';
import { dossier, effectiveHistory, phaseOf, type AsOf, type DossierEvent, type DossierState } from '@dossier/domain';
import { fold, type EventStore, type Recorded } from '@dossier/kernel';
import { parseStored, type SealingCodec } from './sealing/codec';

/** One event of a dossier as it is read back, its leaf hash, and the state after it. */
export interface HistoryStep {
  readonly revision: number;
  readonly order: number;
  readonly type: string;
  readonly on: string;
  readonly at: string;
  readonly entered: string | null;
  readonly actor: string;
  readonly procedure: string | null;
  readonly overlay: string | null;
  /** The entry that restates this one, if one does: what this one says no longer counts. */
  readonly correctedBy: number | null;
  /** The event's data without its boxes; personal parts only where they were asked for and could be opened. */
  readonly data: Readonly<Record<string, unknown>>;
  /** SHA-256 leaf hash of the stored bytes, in hex. */
  readonly leaf: string;
  readonly phase: string;
  readonly state: DossierState;
}

/**
 * A dossier's history from its stream, folded step by step: after each event, the state as it counted then. Closed unless
 * a codec is handed in: then personal parts are opened, and the state includes what they say.
 */
export async function historyOf(events: EventStore, id: string, codec?: SealingCodec): Promise<readonly HistoryStep[]> {
  const read = await readHistory(events, id, codec);
  const corrections = correctionsIn(read.map(({ event }) => event));
  let state = dossier.initial;
  return read.map(({ event, leaf }, index) => {
    state = dossier.disturbs?.(state, event)
      ? fold(
          dossier,
          read.slice(0, index + 1).map((entry) => entry.event),
        )
      : dossier.evolve(state, event);
    const { sealed: _boxes, ...data } = event.data as unknown as Record<string, unknown>;
    const { meta } = event;
    return {
      revision: event.revision,
      order: event.order,
      type: event.type,
      on: meta.on,
      at: meta.at,
      entered: meta.entered?.day ?? null,
      actor: `${meta.actor.account} (${meta.actor.role})`,
      procedure: meta.procedure ?? null,
      overlay: meta.overlay ?? null,
      correctedBy: corrections.get(event.revision) ?? null,
      data,
      leaf,
      phase: phaseOf(state),
      state,
    };
  });
}

/** A dossier as it stood on a day, as far as it was known by a day; undefined where nothing was known of it then. */
export async function dossierAsOf(
  events: EventStore,
  id: string,
  moment: AsOf,
  codec?: SealingCodec,
): Promise<{ readonly answer: DossierAsOf; readonly order: number } | undefined> {
  const read = await readHistory(events, id, codec);
  const counted = effectiveHistory(
    read.map(({ event }) => event),
    moment,
  );
  const last = read.at(-1);
  if (counted.length === 0 || last === undefined) return undefined;
  const state = counted.reduce((before, event) => dossier.evolve(before, event), dossier.initial);
  return {
    order: last.event.order,
    answer: {
      dossier: id,
      on: moment.on ?? null,
      knownAt: moment.knownAt ?? null,
      phase: phaseOf(state),
      events: counted.length,
      corrected: [...correctionsIn(counted)].map(([revision, by]) => ({ revision, by })),
      state: state as unknown as Readonly<Record<string, unknown>>,
    },
  };
}

interface Read {
  readonly event: Recorded<DossierEvent>;
  readonly leaf: string;
}

async function readHistory(events: EventStore, id: string, codec?: SealingCodec): Promise<readonly Read[]> {
  const read: Read[] = [];
  for (const stored of await events.readStream(`dossier-${id}`)) {
    const event = (codec ? await codec.decode(stored) : parseStored(stored)) as Recorded<DossierEvent>;
    read.push({ event, leaf: Buffer.from(stored.leaf).toString('hex') });
  }
  return read;
}

/** Which entries are restated, and by which correction last. */
function correctionsIn(events: readonly Recorded<DossierEvent>[]): ReadonlyMap<number, number> {
  const corrections = new Map<number, number>();
  for (const event of events) {
    if (event.type === 'EntryCorrected') corrections.set(event.data.corrects, event.revision);
  }
  return corrections;
}
