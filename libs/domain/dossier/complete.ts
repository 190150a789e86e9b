import type { DossierCommand } from '@dossier/contract';
import { fold, type Day, type Recorded } from '@dossier/kernel';
import { appliedRules, deadlinesFrom, type ProcedureVersion } from '@dossier/procedure';
import { between, type DossierContext } from './context';
import type { DossierEvent, Implied } from './events';
import type { Happened, Under } from './happening/happens';
import { nextAfter } from './next';
import { dossier, type DossierState } from './state';

/** An event with what the regulation implies of it: the rules applied, the clocks started, what comes next. */
export function complete(
  { type, data }: Pick<Happened, 'type' | 'data'>,
  action: DossierCommand['type'],
  state: DossierState,
  context: DossierContext,
  { procedure, calendar, on }: Pick<Under, 'procedure' | 'calendar' | 'on'>,
): DossierEvent {
  const short = 'vote' in data && !data.vote.carried;
  // The certificate runs from the day it was issued, not from the day the cell heard of it.
  const start = type === 'TrainingCertified' ? (data as { issuedOn: Day }).issuedOn : on;
  const occurred = {
    on: start,
    data: data as unknown as Readonly<Record<string, unknown>>,
    done: state.done,
    committee: between(context, procedure).committee,
  };
  const implied: Implied = {
    applied: appliedRules(procedure, action),
    deadlines: short ? [] : deadlinesFrom(procedure, type, occurred, calendar),
    next: null,
  };
  const event = { type, data: { ...data, ...implied } } as DossierEvent;
  return { ...event, data: { ...event.data, next: nextOf(event, on, state, context, procedure) } } as DossierEvent;
}

function nextOf(
  event: DossierEvent,
  on: Day,
  state: DossierState,
  context: DossierContext,
  procedure: ProcedureVersion,
): Implied['next'] {
  const recorded = { ...event, revision: state.revision + 1, meta: { on } } as unknown as Recorded<DossierEvent>;
  // After a correction the whole history counts anew.
  const { history } = context;
  const after =
    event.type === 'EntryCorrected' && history
      ? fold(dossier, [...history, recorded])
      : dossier.evolve(state, recorded);
  return nextAfter(
    procedure,
    after,
    between(event.type === 'CandidateTransferred' ? movedTo(context) : context, procedure),
  );
}

/** After a move the bodies are those above the new cell. */
function movedTo(context: DossierContext): DossierContext {
  return context.to ? { ...context, ...context.to } : context;
}
