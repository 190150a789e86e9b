import type { CalendarYear } from '@dossier/calendar';
import type { DomainEvent } from '@dossier/kernel';
import type { LocalRules, ProcedureVersion } from '@dossier/procedure';

interface Proposed {
  procedure: string;
  version: string;
  digest: string;
  document: ProcedureVersion;
  by: string;
}

/** What is published: a version of a procedure, whole, and a year of the calendar. The files are seeds; run time reads these. */
export type RegulationEvent =
  | DomainEvent<'ProcedureProposed', Proposed>
  | DomainEvent<'ProposalRejected', { procedure: string; version: string; reason: string; by: string }>
  | DomainEvent<'ProcedurePublished', Omit<Proposed, 'by'> & { proposedBy?: string; approvedBy?: string }>
  | DomainEvent<'LocalRulesPublished', { procedure: string; overlay: string; digest: string; document: LocalRules }>
  | DomainEvent<'CalendarYearPublished', { calendar: string; year: number; digest: string; document: CalendarYear }>;
