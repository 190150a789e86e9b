import type { DossierCommand, Redoable } from '@dossier/contract';
import type { DossierEventType } from './events';

type Action = DossierCommand['type'];

/** Which command brings an event about. Votes that fall short and decisions that say no have their own. */
export const ACTION_OF: { readonly [T in DossierEventType]: Action } = {
  CandidateListed: 'ListCandidate',
  MentorAssigned: 'AssignMentor',
  MentorReplaced: 'ReplaceMentor',
  MentorReported: 'ReportMentor',
  TrainingProposed: 'ProposeTraining',
  TrainingCertified: 'CertifyTraining',
  PaperworkPermitted: 'PermitPaperwork',
  DossierOpened: 'OpenDossier',
  DocumentFiled: 'FileDocument',
  IntroducerNamed: 'NameIntroducer',
  UnionEndorsed: 'EndorseByUnion',
  BiographyStamped: 'StampBiography',
  VerificationRequested: 'RequestVerification',
  VerificationAnswered: 'AnswerVerification',
  RemarkRecorded: 'RecordRemark',
  OpinionCollected: 'CollectOpinion',
  TemporaryActivityNoted: 'NoteTemporaryActivity',
  ConsentRequested: 'RequestConsent',
  ConsentGranted: 'GrantConsent',
  ConsentDenied: 'DenyConsent',
  CellVoted: 'HoldCellVote',
  SubCommitteeAppraised: 'AppraiseBySubCommittee',
  CommitteeVoted: 'HoldCommitteeVote',
  DossierSubmitted: 'SubmitDossier',
  DossierReturned: 'ReturnDossier',
  DeadlineExtended: 'ExtendDeadline',
  AdmissionDecided: 'DecideAdmission',
  AdmissionRefused: 'RefuseAdmission',
  NoticeGiven: 'GiveNotice',
  DecisionReceived: 'ReceiveDecision',
  CeremonyHeld: 'HoldCeremony',
  CandidateTransferred: 'MoveCandidate',
  DossierForwarded: 'ForwardDossier',
  DossierReceived: 'ReceiveDossier',
  DecisionRedirected: 'RedirectDecision',
  ReexaminationAsked: 'AskReexamination',
  ReexaminationAnswered: 'AnswerReexamination',
  NewMemberCourseCompleted: 'CompleteNewMemberCourse',
  ProbationReported: 'ReportProbation',
  ProbationProlonged: 'ProlongProbation',
  RecognitionVoted: 'HoldRecognitionVote',
  MemberRecognised: 'DecideRecognition',
  ErasureVoted: 'HoldErasureVote',
  ProbationerErased: 'EraseProbationer',
  ErasureAppealed: 'AppealErasure',
  AppealResolved: 'ResolveAppeal',
  CandidateDelisted: 'DelistCandidate',
  CandidateWithdrew: 'WithdrawCandidate',
  CandidateDied: 'RecordDeath',
  ProbationerLeft: 'LetLeave',
  DecisionAnnulled: 'AnnulDecision',
  StepRedone: 'RedoStep',
  CorrectionProposed: 'ProposeCorrection',
  EntryCorrected: 'CorrectEntry',
  ProcedureAdopted: 'AdoptProcedure',
  DeadlinePassed: 'NoteDeadline',
};

/** Every action there is, in the order of the way. */
export const ACTIONS: readonly Action[] = [...new Set([...Object.values(ACTION_OF), 'ApproveCorrection' as const])];

/** Actions on the record itself. No regulation has to know them, and none can take them away. */
export const RECORD_ACTIONS = [
  'CorrectEntry',
  'ProposeCorrection',
  'ApproveCorrection',
  'AdoptProcedure',
  'NoteDeadline',
] as const satisfies readonly Action[];
export type RecordAction = (typeof RECORD_ACTIONS)[number];

export function isRecordAction(action: Action): action is RecordAction {
  return (RECORD_ACTIONS as readonly Action[]).includes(action);
}

/** Steps that can be done again, one by one; what else was done cannot be undone by a step (the type says it is all of them). */
const REDOABLE: Readonly<Record<Redoable, true>> = {
  BiographyStamped: true,
  VerificationAnswered: true,
  RemarkRecorded: true,
  OpinionCollected: true,
  CellVoted: true,
  SubCommitteeAppraised: true,
  CommitteeVoted: true,
  DossierSubmitted: true,
  AdmissionDecided: true,
};

export function isRedoable(event: DossierEventType): boolean {
  return event in REDOABLE;
}

/** What may still be done on a dossier that has ended, by how it ended. */
const AFTER_END: Readonly<Record<string, readonly Action[]>> = {
  refused: ['GiveNotice'],
  erased: ['AppealErasure', 'ResolveAppeal'],
};

const CORRECTING: readonly Action[] = ['CorrectEntry', 'ProposeCorrection', 'ApproveCorrection'];

/** What may be done while an appeal waits: its answer may be late, and whoever appealed may die before it. */
const WHILE_APPEALED: readonly Action[] = ['RecordDeath', 'NoteDeadline'];

/** Whether an action may come after the end of a dossier that has ended so; corrections always may. */
export function mayFollowEnd(action: Action, { outcome, appeal }: EndedState): boolean {
  if (outcome === undefined || CORRECTING.includes(action)) return true;
  if (outcome === 'erased' && appeal === 'open' && WHILE_APPEALED.includes(action)) return true;
  return AFTER_END[outcome]?.includes(action) ?? false;
}

interface EndedState {
  readonly outcome?: string | undefined;
  readonly appeal?: string | undefined;
}
