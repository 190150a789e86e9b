import type { OrganisationKind } from '@dossier/contract';
import type { Day, DomainEvent } from '@dossier/kernel';

/** What happens to a unit of the organisation, and to the roll of a cell. All days are the event's own `on`. */
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
  | DomainEvent<'MemberEnrolled', { organisation: string; member: string; officialSince?: Day }>
  | DomainEvent<'MemberLeftRoll', { organisation: string; member: string; reason: string }>;
