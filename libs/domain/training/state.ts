import type { Day, Evolution, Recorded } from '@dossier/kernel';
import type { TrainingEvent } from './events';

export interface TrainingState {
  readonly planned?: { readonly on: Day; readonly from: Day; readonly to: Day; readonly places: number };
  readonly concludedOn?: Day;
}

function evolve(state: TrainingState, event: Recorded<TrainingEvent>): TrainingState {
  switch (event.type) {
    case 'ClassPlanned': {
      const { from, to, places } = event.data;
      return { ...state, planned: { on: event.meta.on, from, to, places } };
    }
    case 'ClassConcluded':
      return { ...state, concludedOn: event.meta.on };
    default:
      return state;
  }
}

/** How a class's stream folds. */
export const training: Evolution<TrainingState, TrainingEvent> = { initial: {}, evolve };
