import type { DossierCommand } from '@dossier/contract';
import { fold, type Day, type Recorded } from '@dossier/kernel';
import { appliedRules, deadlinesFrom, type ProcedureVersion } from '@dossier/procedure';
import { between, type DossierContext } from './context';
import type { DossierEvent, DossierEventType, Implied } from './events';
import type { Happened, Under } from './happening/happens';
import { disturbs } from './history';
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
  const started = short ? [] : deadlinesFrom(procedure, type, occurred, calendar);
  const implied: Implied = {
    applied: appliedRules(procedure, action),
    deadlines: [...started, ...startedAnew({ type, data }, state, occurred, procedure, calendar)],
    next: null,
  };
  const event = { type, data: { ...data, ...implied } } as DossierEvent;
  return { ...event, data: { ...event.data, next: nextOf(event, on, state, context, procedure) } } as DossierEvent;
}

/** What is needed to know which clocks run again. */
type Happening = Parameters<typeof deadlinesFrom>[2];

/**
 * Clocks that an event starts anew though it is not what starts them: the probation's where the admission date is set
 * again; those of papers and certificate where the vote that ended them is undone; the new decider's where the decision
 * that kept it from starting is annulled.
 */
function startedAnew(
  { type, data }: Pick<Happened, 'type' | 'data'>,
  state: DossierState,
  occurred: Happening,
  procedure: ProcedureVersion,
  calendar: Under['calendar'],
): Implied['deadlines'] {
  const undone: readonly string[] = ('undone' in data ? data.undone : undefined) ?? [];
  const again = type === 'AdmissionDecided' && 'again' in data ? data.again?.admittedOn : undefined;
  const runs = (id: string): boolean => state.deadlines.some((deadline) => deadline.id === id);
  return procedure.deadlines.flatMap((rule) => {
    const { id, from, until, unless = '', kind, after } = rule;
    const begun = from === 'TrainingCertified' ? state.training?.issuedOn : state.done[from as DossierEventType];
    const ofProbation =
      from === 'CeremonyHeld' && (kind === 'waits' || after !== undefined) && (runs(id) || undone.includes(until));
    const servesAgain = kind === 'serves' && undone.includes(until) && !runs(id);
    const kept = type === 'DecisionAnnulled' && undone.includes(unless);
    const start = ofProbation ? again : servesAgain || kept ? begun : undefined;
    if (start === undefined) return [];
    const then = { ...occurred, on: start, data: { issuedOn: start }, done: {} };
    return deadlinesFrom(procedure, from, then, calendar).filter((deadline) => deadline.id === id);
  });
}

function nextOf(
  event: DossierEvent,
  on: Day,
  state: DossierState,
  context: DossierContext,
  procedure: ProcedureVersion,
): Implied['next'] {
  const recorded = { ...event, revision: state.revision + 1, meta: { on } } as unknown as Recorded<DossierEvent>;
  // After a correction, and where an event belongs to an earlier day, the whole history counts anew.
  const { history } = context;
  const after =
    history && disturbs(state, recorded) ? fold(dossier, [...history, recorded]) : dossier.evolve(state, recorded);
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
