import type { CalendarYear } from '@dossier/calendar';
import type { DomainEvent } from '@dossier/kernel';
import type { ProcedureVersion } from '@dossier/procedure';

/** What is published: a version of a procedure, whole, and a year of the calendar. The files are seeds; run time reads these. */
export type RegulationEvent =
  | DomainEvent<
      'ProcedurePublished',
      { procedure: string; version: string; digest: string; document: ProcedureVersion }
    >
  | DomainEvent<'CalendarYearPublished', { calendar: string; year: number; digest: string; document: CalendarYear }>;
