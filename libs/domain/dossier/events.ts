import type {
  ConsentMatter,
  Declared,
  Details,
  Excused,
  Identity,
  PlainDossierCommand,
  Readmission,
  Redoable,
  Supplement,
} from '@dossier/contract';
import type { Day, DomainEvent, Refusal } from '@dossier/kernel';
import type { Applied, MoveFacts, StartedDeadline, Step } from '@dossier/procedure';
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
  readonly method?: 'ballot' | 'card';
  readonly excused?: readonly Excused[];
}

/** What statistics need of a person who counts: coarse and in clear, so that a rebuild after an erasure counts the same. */
export interface Facets extends Declared {
  readonly cell: string;
  readonly ageBand: AgeBand;
}

type Step_<T extends string, D extends object = object> = DomainEvent<T, { dossier: string } & D & Implied>;
type Noted = { details?: Details };

/** Steps of nomination, mentor assignment and training. */
type EarlyEvent =
  | Step_<
      'CandidateListed',
      {
        person: string;
        cell: string;
        proposedBy: string;
        declared: Declared;
        assignment?: string;
        readmission?: Readmission;
        identity?: Identity;
      } & Noted
    >
  | Step_<'MentorAssigned', { member: string }>
  | Step_<'MentorReplaced', { member: string; before: string; reason: string }>
  | Step_<'MentorReported', { opinion: string } & Noted>
  | Step_<'TrainingProposed', { class: string }>
  | Step_<'TrainingCertified', { class: string; number: string; issuedOn: Day }>
  | Step_<'PaperworkPermitted', { number: string }>;

/** Steps that gather the papers of a dossier. */
type PaperEvent =
  | Step_<'DossierOpened', { procedure: string }>
  | Step_<'DocumentFiled', { form: string; writtenOn: Day; pages?: number }>
  | Step_<'IntroducerNamed', { member: string; togetherSince: Day; waived: boolean }>
  | Step_<'UnionEndorsed', { union: string; number: string; yes: number; no: number; convened: number }>
  | Step_<'BiographyStamped'>
  | Step_<'VerificationRequested', { place: string; abroad?: boolean; sent?: { member: string; kin: boolean } }>
  | Step_<'VerificationAnswered', { place: string; clear: boolean } & Noted>
  | Step_<'RemarkRecorded', { by: string } & Noted>
  | Step_<'OpinionCollected', { from: string } & Noted>
  | Step_<'TemporaryActivityNoted', { place: string; until?: Day }>
  | Step_<'ConsentRequested', { matter: ConsentMatter; number?: string }>
  | Step_<'ConsentGranted', { matter: ConsentMatter; number: string }>
  | Step_<'ConsentDenied', { matter: ConsentMatter; number: string }>;

/** Steps by which bodies decide. */
type DecidingEvent =
  | Step_<'CellVoted', { vote: Vote }>
  | Step_<'SubCommitteeAppraised', { number: string; agrees: boolean } & Noted>
  | Step_<'CommitteeVoted', { vote: Vote }>
  | Step_<'DossierSubmitted', { number?: string }>
  | Step_<
      'DossierReturned',
      { items: readonly Supplement[]; clock: 'runs' | 'stops'; undone: readonly DossierEventType[] } & Noted
    >
  | Step_<
      'DeadlineExtended',
      { deadline: string; place?: string; amount: number; unit: string; start: Day; number: string }
    >
  | Step_<
      'AdmissionDecided',
      { vote: Vote; facets: Facets; decider?: string; again?: Again; undone?: readonly DossierEventType[] }
    >
  | Step_<'AdmissionRefused', { vote: Vote } & Noted>
  | Step_<'NoticeGiven', { answer: 'yes' | 'no'; number: string }>
  | Step_<'DecisionReceived'>
  | Step_<'CeremonyHeld', { facets: Facets; consent?: string; member?: string; probationEndsOn?: Day }>;

/** The admission date as a new decision sets it, and the probation that follows from it. */
interface Again {
  readonly admittedOn: Day;
  readonly probationEndsOn: Day;
}

/** Steps of a candidate, or a probationer, who goes elsewhere. */
type MovingEvent =
  | Step_<
      'CandidateTransferred',
      {
        from: string;
        to: string;
        stage: MoveFacts['stage'];
        across: boolean;
        orderedOn: Day;
        number: string;
        undone: readonly DossierEventType[];
        member?: string;
      }
    >
  | Step_<'DossierForwarded', { number: string }>
  | Step_<'DossierReceived'>
  | Step_<'DecisionRedirected', { number: string; cell: string }>
  | Step_<'ReexaminationAsked', { number: string } & Noted>
  | Step_<'ReexaminationAnswered', { confirmed: boolean; number: string } & Noted>;

/** Steps of the probation and its end. */
type ProbationEvent =
  | Step_<'NewMemberCourseCompleted', { number: string; issuedOn: Day }>
  | Step_<'ProbationReported', { by: 'probationer' | 'mentor'; writtenOn: Day; member?: string } & Noted>
  | Step_<
      'ProbationProlonged',
      { months: number; endsOn: Day; number: string; undone?: readonly DossierEventType[] } & Noted
    >
  | Step_<'RecognitionVoted', { body: string; vote: Vote }>
  | Step_<'MemberRecognised', { vote: Vote; officialFrom: Day; member?: string }>
  | Step_<'ErasureVoted', { body: string; vote: Vote }>
  | Step_<'ProbationerErased', { vote: Vote; member?: string } & Noted>
  | Step_<'ErasureAppealed', Noted>
  | Step_<
      'AppealResolved',
      {
        outcome: 'upheld' | 'overturned';
        number: string;
        member?: string;
        undone?: readonly DossierEventType[];
      } & Noted
    >;

type EndingEvent =
  | Step_<'CandidateDelisted', Noted>
  | Step_<'CandidateWithdrew', { reason?: string } & Noted>
  | Step_<'CandidateDied', { member?: string }>
  | Step_<'ProbationerLeft', { number: string; member?: string } & Noted>
  | Step_<
      'DecisionAnnulled',
      { ground: string; number: string; ends: boolean; member?: string; undone?: readonly DossierEventType[] } & Noted
    >;

/** A later step that a correction leaves without the ground it stood on, and why. */
export interface Exposed {
  readonly revision: number;
  readonly type: string;
  readonly refusal: Refusal;
}

/** What of a later entry follows from the corrected one. */
export type Follows = { readonly facets?: Facets; readonly officialFrom?: Day; readonly endsOn?: Day };

/** A command as it restates an entry, its personal parts apart, where they are sealed. */
export type Restated = { readonly [K in keyof PlainDossierCommand]: PlainDossierCommand[K] };

/** Steps that set right what was done or written wrongly. Nothing is deleted. */
type MendingEvent =
  | Step_<
      'StepRedone',
      { steps: readonly Redoable[]; undone: readonly DossierEventType[]; why: string; number: string } & Noted
    >
  | Step_<'CorrectionProposed', Proposal & { identity?: Identity } & Noted>
  | Step_<
      'EntryCorrected',
      {
        corrects: number;
        /** What the entry reads now: the event, whole, and the day it happened. */
        replacement: { readonly type: string; readonly on: Day; readonly data: Readonly<Record<string, unknown>> };
        follows: Readonly<Record<string, Follows>>;
        exposes: readonly Exposed[];
        reason: string;
        ground: string;
        proposedBy?: string;
        approval?: string;
        identity?: Identity;
      } & Noted
    >
  | Step_<
      'ProcedureAdopted',
      {
        from: string;
        to: string;
        /** Steps that the new version wants done again, each with what stood in the way. */
        redo: readonly { readonly event: DossierEventType; readonly refusal: Refusal }[];
        undone: readonly DossierEventType[];
        probationEndsOn?: Day;
      }
    >
  | Step_<'DeadlinePassed', { deadline: string; place?: string; start: Day; due: Day; kind: string }>;

/** A correction somebody has asked for, to be approved by another. */
export interface Proposal {
  readonly corrects: number;
  readonly happenedOn: Day;
  readonly replacement: Restated;
  readonly reason: string;
  readonly ground: string;
  readonly by: string;
}

/** What happens to a dossier, in the words of the work. */
export type DossierEvent =
  EarlyEvent | PaperEvent | DecidingEvent | MovingEvent | ProbationEvent | EndingEvent | MendingEvent;

export type DossierEventType =
  | EarlyEvent['type']
  | PaperEvent['type']
  | DecidingEvent['type']
  | MovingEvent['type']
  | ProbationEvent['type']
  | EndingEvent['type']
  | 'StepRedone'
  | 'CorrectionProposed'
  | 'EntryCorrected'
  | 'ProcedureAdopted'
  | 'DeadlinePassed';

/** One event of a type. */
export type DossierEventOf<T extends DossierEventType> = Extract<DossierEvent, { type: T }>;

/** A union resolves by more than half of those it convened. No text says so: it is how unions decide (assumed). */
export function hasResolved({ yes, convened }: { readonly yes: number; readonly convened: number }): boolean {
  return 2 * yes > convened;
}

/** Events after which a dossier goes no further, and what it has come to. */
export const ENDINGS = {
  AdmissionRefused: 'refused',
  CandidateDelisted: 'delisted',
  CandidateWithdrew: 'withdrawn',
  CandidateDied: 'died',
  ProbationerLeft: 'left',
  ProbationerErased: 'erased',
  DecisionAnnulled: 'annulled',
  MemberRecognised: 'recognised',
} as const satisfies Partial<Record<DossierEventType, string>>;
export type Outcome = (typeof ENDINGS)[keyof typeof ENDINGS];
