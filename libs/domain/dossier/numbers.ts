import type { DomainEvent, Evolution } from '@dossier/kernel';

/** A decision's number as its decider gave it, once for each person. */
export type NumberEvent = DomainEvent<
  'DecisionNumbered',
  { decider: string; year: string; number: string; dossier: string }
>;

/** The numbers one decider has given in one year, each with the dossier that has it. */
export type NumbersState = Readonly<Record<string, string>>;

/** How a decider's numbers of a year fold. */
export const decisionNumbers: Evolution<NumbersState, NumberEvent> = {
  initial: {},
  evolve: (state, event) =>
    event.type === 'DecisionNumbered' ? { ...state, [event.data.number]: event.data.dossier } : state,
};
