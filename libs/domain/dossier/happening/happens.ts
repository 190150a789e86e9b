import type { Details, DossierCommand } from '@dossier/contract';
import type { Calendar } from '@dossier/calendar';
import type { Day, DomainEvent, Refusal } from '@dossier/kernel';
import type { ProcedureVersion } from '@dossier/procedure';
import type { DossierContext } from '../context';
import type { DossierEvent, Implied } from '../events';
import type { DossierState } from '../state';

type Bare<E> = E extends { type: infer T; data: infer D }
  ? { readonly type: T; readonly data: Omit<D, keyof Implied> }
  : never;

/** An event for another stream: a member who comes of an admission, a roll, a register of numbers. */
export interface Beside {
  readonly stream: string;
  readonly event: DomainEvent;
}

/** A dossier event before what the regulation implies is added to it, and what is written beside it in the same append. */
export type Happened = Bare<DossierEvent> & { readonly beside?: readonly Beside[] };

export type Answer = Happened | { readonly refused: Refusal };

/** The rules a command is decided under, and its days. */
export interface Under {
  readonly procedure: ProcedureVersion;
  readonly calendar: Calendar;
  readonly on: Day;
  readonly today: Day;
  /** The account that asks, where another must be told from it. */
  readonly account?: string;
}

export type Of<T extends DossierCommand['type']> = Extract<DossierCommand, { type: T }>;

/** The event a command stands for, once no rule is in its way; or what is wrong with the numbers and ids it carries. */
export type Happens<T extends DossierCommand['type']> = (
  command: Of<T>,
  state: DossierState,
  context: DossierContext,
  under: Under,
) => Answer;

/** One file's part of the table. */
export type Part<T extends DossierCommand['type']> = { readonly [K in T]: Happens<K> };

/** The details a command carries, as a part of the event's data; nothing when it carries none. */
export function noted<D = Details>(command: { readonly details?: D | undefined }): { details?: D } {
  return command.details === undefined ? {} : { details: command.details };
}
