import { dayOfInstant } from '@dossier/calendar';
import type { DossierEvent, MemberEvent, OrganisationEvent, QuotaEvent, TrainingEvent } from '@dossier/domain';
import type { Day, EventMeta, Recorded } from '@dossier/kernel';

/** Everything that is recorded. */
export type AnyEvent = DossierEvent | MemberEvent | OrganisationEvent | QuotaEvent | TrainingEvent;

/**
 * An event as views see it: as stored, its personal parts still in their boxes. A view keeps the box, never text, so that
 * destroying a key empties every view at once.
 */
export type Seen = Recorded<AnyEvent>;

/** The sealed boxes of an event, by purpose; an event without personal parts has none. */
export function boxesOf(event: Seen): { readonly identity?: string; readonly details?: string } {
  return (event.data as { sealed?: { identity?: string; details?: string } }).sealed ?? {};
}

/** A view: which rows an event touches, and what becomes of each. Pure, so that a rebuild gives the same rows. */
export interface View<Row = unknown> {
  readonly name: string;
  /** Raised whenever the rows it makes would differ, so that old rows are never read as new ones. */
  readonly version: number;
  touches(event: Seen): readonly string[];
  apply(row: Row | undefined, event: Seen, key: string): Row | undefined;
  partition(row: Row, key: string): string;
  /** For a view whose rows follow what a stream's events mean now, where a later event may change what earlier ones meant. */
  readonly anew?: Anew<Row>;
}

/** How a row is made anew of the whole history of the stream it belongs to. Such a row is touched by that stream alone. */
export interface Anew<Row> {
  /** Whether an event changes what earlier ones of its stream meant. */
  needed(row: Row | undefined, event: Seen): boolean;
  /** The row after the last event of a history, given the row before it. */
  make(row: Row | undefined, history: readonly Seen[], key: string): Row | undefined;
}

/** The row after an event. `history` answers the stream's events up to it, itself included; it is asked only when needed. */
export function nextRow<Row>(
  view: View<Row>,
  row: Row | undefined,
  event: Seen,
  key: string,
  history: readonly Seen[] | undefined,
): Row | undefined {
  return history && view.anew ? view.anew.make(row, history, key) : view.apply(row, event, key);
}

/** The day by which an event counts as known. */
export function knownOf({ entered, at }: EventMeta): Day {
  return entered?.day ?? dayOfInstant(at);
}
