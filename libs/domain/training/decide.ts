import type { TrainingCommand } from '@dossier/contract';
import type { Decision } from '@dossier/kernel';
import { accepted } from '@dossier/kernel';
import { because, inFuture, type AskedOf } from '../asked';
import { endedBy, type OrganisationState } from '../organisation';
import type { TrainingEvent } from './events';
import type { TrainingState } from './state';

export interface TrainingContext {
  /** The unit that holds the class. */
  readonly organisation?: OrganisationState;
}

/** Decides on an awareness class: planned, then concluded. */
export function decideTraining(
  asked: AskedOf<TrainingCommand>,
  state: TrainingState,
  { organisation }: TrainingContext,
): Decision<TrainingEvent> {
  const { command, on } = asked;
  const future = inFuture(asked);
  if (future) return future;
  if (command.type === 'PlanClass') {
    const { class: id, organisation: unit, name, from, to, places } = command;
    if (state.planned) return because('already-done', 'planned', state.planned.on);
    if (organisation?.founded === undefined) return because('unit-unknown', 'organisation', unit);
    const ended = endedBy(organisation, on);
    if (ended) return ended;
    if (to < from) return because('ends-before-it-begins', 'to', to, from);
    return accepted({ type: 'ClassPlanned', data: { class: id, organisation: unit, name, from, to, places } });
  }
  const { class: id, attended, passed } = command;
  if (!state.planned) return because('class-unknown', 'class', id);
  if (state.concludedOn !== undefined) return because('already-done', 'concluded', state.concludedOn);
  if (on < state.planned.to) return because('class-not-over', 'on', on, state.planned.to, 'nobody');
  if (passed > attended) return because('does-not-add-up', 'passed', passed, attended);
  return accepted({ type: 'ClassConcluded', data: { class: id, attended, passed } });
}
