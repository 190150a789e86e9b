import type { Declared, Details, Identity } from '@dossier/contract';
import type { Day, DomainEvent } from '@dossier/kernel';
import type { Applied, StartedDeadline, Step } from '@dossier/procedure';
import type { AgeBand } from './facets';

/** What every step carries of the regulation it was decided by, so that folding it never needs the regulation. */
export interface Implied {
  /** The articles and values that were applied. */
  readonly applied: readonly Applied[];
  /** The clocks this step starts. */
  readonly deadlines: readonly StartedDeadline[];
  /** What comes next on the usual way; null at its end. */
  readonly next: Pick<Step, 'action' | 'by'> | null;
}

/** A vote as counted, and what it needed. */
export interface Vote {
  readonly number: string;
  readonly yes: number;
  readonly no: number;
  readonly convened: number;
  readonly needed: number;
  readonly carried: boolean;
}

/** What statistics need of a person who counts: coarse and in clear, so that a rebuild after an erasure counts the same. */
export interface Facets extends Declared {
  readonly cell: string;
  readonly ageBand: AgeBand;
}

type Step_<T extends string, D extends object = object> = DomainEvent<T, { dossier: string } & D & Implied>;

/** What happens to a dossier, in the words of the work. */
export type DossierEvent =
  | Step_<
      'CandidateListed',
      { person: string; cell: string; proposedBy: string; declared: Declared; identity?: Identity; details?: Details }
    >
  | Step_<'MentorAssigned', { member: string }>
  | Step_<'MentorReplaced', { member: string; before: string; reason: string }>
  | Step_<'MentorReported', { opinion: string; details?: Details }>
  | Step_<'TrainingProposed', { class: string }>
  | Step_<'TrainingCertified', { class: string; number: string; issuedOn: Day }>
  | Step_<'PaperworkPermitted', { number: string }>
  | Step_<'DossierOpened', { procedure: string }>
  | Step_<'DocumentFiled', { form: string; writtenOn: Day; pages?: number }>
  | Step_<'IntroducerNamed', { member: string; togetherSince: Day; waived: boolean }>
  | Step_<'UnionEndorsed', { union: string; number: string; yes: number; no: number; convened: number }>
  | Step_<'BiographyStamped'>
  | Step_<'VerificationRequested', { place: string }>
  | Step_<'VerificationAnswered', { place: string; clear: boolean; details?: Details }>
  | Step_<'RemarkRecorded', { by: string; details?: Details }>
  | Step_<'OpinionCollected', { from: string; details?: Details }>
  | Step_<'CellVoted', { vote: Vote }>
  | Step_<'CommitteeVoted', { vote: Vote }>
  | Step_<'DossierSubmitted', { number?: string }>
  | Step_<'AdmissionDecided', { vote: Vote; facets: Facets }>
  | Step_<'AdmissionRefused', { vote: Vote; details?: Details }>
  | Step_<'DecisionReceived'>
  | Step_<'CeremonyHeld', { facets: Facets; consent?: string }>
  | Step_<'CandidateDelisted', { details?: Details }>
  | Step_<'CandidateWithdrew', { details?: Details }>;

export type DossierEventType = DossierEvent['type'];
