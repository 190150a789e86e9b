import type { DomainEvent, Evolution } from '@dossier/kernel';

interface Numbered {
  readonly decider: string;
  readonly year: string;
  readonly number: string;
  readonly dossier: string;
}

/** A decision's number as its decider gave it, once for each person; and that by a correction the person never had it. */
export type NumberEvent = DomainEvent<'DecisionNumbered', Numbered> | DomainEvent<'DecisionNumberFreed', Numbered>;

/**
 * The numbers one decider has given in one year, each with the dossiers that have it. Where no rule asks for a number of
 * one's own, one decision may be about several.
 */
export type NumbersState = Readonly<Record<string, readonly string[]>>;

/** A number as it is compared: however it is encoded, in capitals or not, with spaces or without. What is stored keeps its spelling. */
export function numberKey(number: string): string {
  return number.normalize('NFC').toLowerCase().replace(/\s+/gu, '');
}

/** Another dossier than this one that has a number. */
export function otherHolder(numbers: NumbersState, number: string, dossier: string): string | undefined {
  const key = numberKey(number);
  return Object.hasOwn(numbers, key) ? numbers[key]?.find((holder) => holder !== dossier) : undefined;
}

/** How a decider's numbers of a year fold. */
export const decisionNumbers: Evolution<NumbersState, NumberEvent> = {
  initial: {},
  evolve(state, { type, data: { number, dossier } }) {
    const key = numberKey(number);
    const others = (Object.hasOwn(state, key) ? (state[key] ?? []) : []).filter((holder) => holder !== dossier);
    return { ...state, [key]: type === 'DecisionNumbered' ? [...others, dossier] : others };
  },
};
