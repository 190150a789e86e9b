import { dossier, phaseOf, type DossierEvent, type DossierState } from '@dossier/domain';
import type { EventStore, Recorded } from '@dossier/kernel';
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
  /** The event's data without its boxes; personal parts only where they were asked for and could be opened. */
  readonly data: Readonly<Record<string, unknown>>;
  /** SHA-256 leaf hash of the stored bytes, in hex. */
  readonly leaf: string;
  readonly phase: string;
  readonly state: DossierState;
}

/**
 * A dossier's history from its stream, folded step by step. Closed unless a codec is handed in: then personal parts are
 * opened, and the state includes what they say.
 */
export async function historyOf(events: EventStore, id: string, codec?: SealingCodec): Promise<readonly HistoryStep[]> {
  const steps: HistoryStep[] = [];
  let state = dossier.initial;
  for (const stored of await events.readStream(`dossier-${id}`)) {
    const event = (codec ? await codec.decode(stored) : parseStored(stored)) as Recorded<DossierEvent>;
    state = dossier.evolve(state, event);
    const { sealed: _boxes, ...data } = event.data as unknown as Record<string, unknown>;
    steps.push({
      revision: event.revision,
      order: event.order,
      type: event.type,
      on: event.meta.on,
      at: event.meta.at,
      entered: event.meta.entered?.day ?? null,
      actor: `${event.meta.actor.account} (${event.meta.actor.role})`,
      procedure: event.meta.procedure ?? null,
      data,
      leaf: Buffer.from(stored.leaf).toString('hex'),
      phase: phaseOf(state),
      state,
    });
  }
  return steps;
}
