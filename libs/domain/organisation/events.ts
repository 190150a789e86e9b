import type { Details, OrganisationKind } from '@dossier/contract';
import type { Basis, Day, DomainEvent } from '@dossier/kernel';

/**
 * What happens to a unit of the organisation, and to the roll of a cell. All days are the event's own `on`, but where a
 * hand-over is written later for a member who was entered late: that one holds `since` its own day.
 */
export type OrganisationEvent =
  | DomainEvent<
      'OrganisationFounded',
      { organisation: string; name: string; kind: OrganisationKind; parent?: string; difficultArea: boolean }
    >
  | DomainEvent<'OrganisationRenamed', { organisation: string; name: string; before: string }>
  | DomainEvent<'OrganisationMoved', { organisation: string; parent: string; before: string | null }>
  | DomainEvent<'OverseerAssigned', { organisation: string; member: string }>
  | DomainEvent<
      'SourceReviewed',
      { organisation: string; month: string; listed: number; entered: number; left: number; unchanged: boolean }
    >
  | DomainEvent<'MemberEnrolled', { organisation: string; member: string; officialSince?: Day; since?: Day }>
  | DomainEvent<'MemberConfirmed', { organisation: string; member: string; officialSince: Day }>
  | DomainEvent<'MemberLeftRoll', { organisation: string; member: string; reason: string; since?: Day }>
  | DomainEvent<'OrganisationMerged', { organisation: string; from: readonly string[]; number: string }>
  | DomainEvent<
      'OrganisationSplit',
      { organisation: string; into: readonly string[]; successor: string; number: string }
    >
  | DomainEvent<
      'OrganisationDissolved',
      { organisation: string; successor?: string; number: string; why: 'merged' | 'split' | 'dissolved' }
    >
  | DomainEvent<'CommitteeSeated', { organisation: string; committee: number; standing: number }>
  | DomainEvent<'EmpowermentGranted', { organisation: string; members: number; number: string; basis: Basis }>
  | DomainEvent<'EmpowermentRevoked', { organisation: string; number: string }>
  | DomainEvent<'LocalRulesAdopted', { organisation: string; rules: string | null }>
  | DomainEvent<'UnitUrged', { organisation: string; details?: Details }>
  | DomainEvent<'UnitPraised', { organisation: string; details?: Details }>
  | DomainEvent<'VisitRecorded', { organisation: string; details?: Details }>;
