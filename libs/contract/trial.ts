import type { Day, FactValue, Refusal } from '@dossier/kernel';

/**
 * How another version would change what can be done with a dossier: an action becomes possible ('opens') or impossible
 * ('closes'); something more or less stands in the way of one that is impossible anyway ('adds', 'drops'); the same
 * condition asks another number ('asks'); a command has to bring something else ('requires'); a deadline that a step
 * still ahead starts has another length ('deadline').
 */
export const CHANGE_KINDS = ['closes', 'opens', 'adds', 'drops', 'asks', 'requires', 'deadline'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface TrialChange {
  readonly kind: ChangeKind;
  /** The action; for a deadline its id. */
  readonly about: string;
  /** The rule's id in the procedure; null where no rule is behind it. */
  readonly condition: string | null;
  /** What stands in the way after it, or stood before it; null for requirements and deadlines. */
  readonly refusal: Refusal | null;
  /** What it was and what it would be: a number, a length; null where it was not there or would not be. */
  readonly before: FactValue;
  readonly after: FactValue;
}

/** One reason, and the dossiers it changes. Their ids only. */
export interface TrialGroup extends TrialChange {
  readonly count: number;
  readonly dossiers: readonly string[];
}

/** What a version would change of the dossiers that are open: nothing of it has happened. */
export interface TrialReport {
  readonly version: string;
  readonly on: Day;
  /** What holds on that day in the place of a version in force by its own days: it changes nothing and cannot be adopted. */
  readonly heldInstead: string | null;
  /** Open dossiers looked at, and how many of them something would change for. */
  readonly dossiers: number;
  readonly changed: number;
  /** Of the changed ones: those not opened yet follow the day and change by themselves; the others when they adopt it. */
  readonly changedAtOnce: number;
  /** Reasons, those that change most dossiers first. */
  readonly groups: readonly TrialGroup[];
}

/** What moving one dossier to another version would come to. */
export interface AdoptionRow {
  readonly dossier: string;
  readonly cell: string;
  readonly from: string;
  readonly kind: 'maps' | 'maps-with-redo' | 'cannot';
  /** Steps to be done again, each with what stood in the way of the one that was taken. */
  readonly redo: readonly { readonly event: string; readonly refusal: Refusal }[];
  readonly refusal: Refusal | null;
}

/** What moving the open dossiers to another version would come to: nothing of it has happened. */
export interface AdoptionReport {
  readonly to: string;
  readonly on: Day;
  readonly organisation: string | null;
  readonly counts: { readonly maps: number; readonly mapsWithRedo: number; readonly cannot: number };
  /** Open dossiers that need no moving: those that hold the version already, and those not opened yet, which follow the day. */
  readonly already: number;
  readonly notOpened: number;
  readonly rows: readonly AdoptionRow[];
}
