import type { Identity } from '@dossier/contract';
import { fold, type Day, type Evolution, type Recorded } from '@dossier/kernel';
import type { DossierEvent } from './events';
import { disturbs, effectiveHistory } from './history';
import { dossier, isLiving } from './state';

/** Who a dossier is about, as far as the key still opens it. Folded only where it is needed: no state of a view holds it. */
export interface IdentityState {
  readonly identity?: Identity;
  readonly lastOn: string;
}

/** How the identity folds from a dossier's stream, corrections included. */
export const identityOfDossier: Evolution<IdentityState, DossierEvent> = {
  initial: { lastOn: '' },
  evolve(state, event: Recorded<DossierEvent>) {
    const lastOn = event.meta.on > state.lastOn ? event.meta.on : state.lastOn;
    return event.type === 'CandidateListed' && event.data.identity
      ? { identity: event.data.identity, lastOn }
      : { ...state, lastOn };
  },
  disturbs,
  effective: (events) => effectiveHistory(events),
};

/**
 * Whether a dossier holds its person once something has happened on a day. An appeal takes up one that had let go of it,
 * and a correction of how it ended may: in the meantime the person may have been listed elsewhere.
 */
export function livesAfter(
  history: readonly Recorded<DossierEvent>[],
  happening: readonly DossierEvent[],
  on: Day,
): boolean {
  const now = happening.map(
    (event, index) =>
      ({ ...event, revision: history.length + index, meta: { on } }) as unknown as Recorded<DossierEvent>,
  );
  return isLiving(fold(dossier, [...history, ...now]));
}
