import type { Day, DomainEvent } from '@dossier/kernel';

/** What happens to an awareness class. Who passed stands in the dossiers, by certificate; here are the counts. */
export type TrainingEvent =
  | DomainEvent<
      'ClassPlanned',
      { class: string; organisation: string; name: string; from: Day; to: Day; places: number }
    >
  | DomainEvent<'ClassConcluded', { class: string; attended: number; passed: number }>;
