import type { Day, DomainEvent } from './event';

/** A clause of a document. A document is never named by its number alone: numbers repeat from year to year. */
export interface Basis {
  readonly document: string;
  readonly date: Day;
  readonly clause: string;
}

/** How well a rule's text has been checked: read in the primary text, or taken from weaker sources. */
export type Verified = 'primary' | 'secondary' | 'single-source' | 'assumed';

/** A value from the facts: what a condition found or wanted. */
export type FactValue = string | number | boolean | null;

/**
 * Why a command cannot be done. A value, not an exception: it says the condition, what is, what is needed, the day it
 * becomes true if time alone mends it, who can change it, and the article.
 */
export interface Refusal {
  readonly code: string;
  readonly condition: string;
  readonly have: FactValue;
  readonly need: FactValue;
  readonly from?: Day;
  readonly who: string;
  readonly basis?: Basis;
  readonly verified?: Verified;
}

/** What a decider answers: events to record, or the refusal that stands first in its way. */
export type Decision<E extends DomainEvent> = { readonly events: readonly E[] } | { readonly refused: Refusal };

export function accepted<E extends DomainEvent>(...events: readonly E[]): Decision<E> {
  return { events };
}

export function refused(refusal: Refusal): { readonly refused: Refusal } {
  return { refused: refusal };
}

export function isRefused<E extends DomainEvent>(decision: Decision<E>): decision is { readonly refused: Refusal } {
  return 'refused' in decision;
}
