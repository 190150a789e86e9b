import type { CountsBy, Period } from '@dossier/contract';
import type { Day, DomainEvent } from '@dossier/kernel';

/** What happens to one unit's quota of one period. Numbers are persons. */
export type QuotaEvent =
  | DomainEvent<
      'QuotaAssigned',
      {
        organisation: string;
        period: Period;
        target: number;
        countsBy: CountsBy;
        checkpoints: readonly Day[];
        number: string;
        by: string | null;
      }
    >
  | DomainEvent<
      'QuotaAllocated',
      {
        organisation: string;
        period: Period;
        to: string;
        target: number;
        number: string;
        /** Units that have ended into `to`: what was allocated to them is in this number. */
        instead?: readonly string[];
      }
    >
  | DomainEvent<
      'QuotaAdjusted',
      { organisation: string; period: Period; before: number; target: number; number: string; reason: string }
    >
  | DomainEvent<'CommitmentMade', { organisation: string; period: Period; admitted: number; due: Day }>
  | DomainEvent<'CommitmentKept', CommitmentOutcome>
  | DomainEvent<'CommitmentMissed', CommitmentOutcome>;

interface CommitmentOutcome {
  readonly organisation: string;
  readonly period: Period;
  readonly due: Day;
  readonly promised: number;
  readonly admitted: number;
}
