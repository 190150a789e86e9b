import { z } from 'zod';
import {
  clearText,
  count,
  day,
  declared,
  details,
  id,
  identity,
  number,
  place,
  procedureName,
  proposer,
  revision,
  unionKind,
} from './parts';

const onDossier = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), dossier: id, ...shape });

const noted = { details: details.optional() };

/** Who is left out of the number a body's vote is counted against, and why (294-QĐ/TW of 26/5/2025, 9.3.2-3). */
const excused = z.strictObject({
  member: id,
  ground: z.enum(['temporary-activity', 'exempt', 'suspended', 'prosecuted', 'detained']),
});
export type Excused = z.infer<typeof excused>;

export const voteMethod = z.enum(['ballot', 'card']);

/** A vote as counted: for, against, and the number of those it is counted against. */
const ballots = {
  yes: count,
  no: count,
  convened: count,
  method: voteMethod.optional(),
  excused: z.array(excused).max(200).optional(),
};

/** What needs the written consent of a committee further up. */
export const consentMatter = z.enum([
  'over-sixty',
  'prestige',
  'political',
  'readmission',
  'late-ceremony',
  'annulment',
]);
export type ConsentMatter = z.infer<typeof consentMatter>;

/** A thing to be supplied before a returned dossier may be submitted again. */
const supplement = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('document'), code: clearText(1, 20) }),
  z.strictObject({ kind: z.literal('verification'), code: place }),
  z.strictObject({ kind: z.literal('opinion'), code: z.enum(['union', 'residence', 'helping-cell']) }),
  z.strictObject({ kind: z.literal('remark'), code: z.enum(['place', 'cell', 'committee']) }),
]);
export type Supplement = z.infer<typeof supplement>;

/** Steps that can be done again because they were done by the wrong body or in the wrong way. */
export const redoable = z.enum([
  'BiographyStamped',
  'VerificationAnswered',
  'RemarkRecorded',
  'OpinionCollected',
  'CellVoted',
  'SubCommitteeAppraised',
  'CommitteeVoted',
  'DossierSubmitted',
  'AdmissionDecided',
]);
export type Redoable = z.infer<typeof redoable>;

/** What a person who comes back was before. */
const readmission = z.strictObject({
  leftOn: day,
  ground: z.enum([
    'erased',
    'left-hard-family',
    'left-own-request',
    'expelled',
    'quit-activity',
    'disunity',
    'corruption',
    'serious-crime',
  ]),
  recordClearedOn: day.optional(),
  readmittedBefore: z.boolean(),
});
export type Readmission = z.infer<typeof readmission>;

const nominating = [
  onDossier('ListCandidate', {
    cell: id,
    proposedBy: proposer,
    declared,
    identity,
    /** Where the village has no member: the written assignment of the handiest cell by the committee above. */
    assignment: number.optional(),
    readmission: readmission.optional(),
    ...noted,
  }),
  onDossier('AssignMentor', { member: id }),
  onDossier('ReplaceMentor', { member: id, reason: z.enum(['moved', 'disciplined', 'died', 'other']) }),
  onDossier('ReportMentor', { opinion: z.enum(['good', 'needs-work']), ...noted }),
  onDossier('ProposeTraining', { class: id }),
  onDossier('CertifyTraining', { class: id, number, issuedOn: day }),
  onDossier('PermitPaperwork', { number }),
] as const;

const papers = [
  onDossier('OpenDossier', {}),
  onDossier('FileDocument', { form: clearText(1, 20), writtenOn: day, pages: count.optional() }),
  onDossier('NameIntroducer', { member: id, togetherSince: day }),
  onDossier('EndorseByUnion', { union: unionKind, number, yes: count, no: count, convened: count }),
  onDossier('StampBiography', {}),
  onDossier('RequestVerification', {
    place,
    abroad: z.boolean().optional(),
    /** The member sent instead of a letter, and whether of the candidate's kin. */
    sent: z.strictObject({ member: id, kin: z.boolean() }).optional(),
  }),
  onDossier('AnswerVerification', { place, clear: z.boolean(), ...noted }),
  onDossier('RecordRemark', { by: z.enum(['place', 'cell', 'committee']), ...noted }),
  onDossier('CollectOpinion', { from: z.enum(['union', 'residence', 'helping-cell']), ...noted }),
  onDossier('NoteTemporaryActivity', { place, until: day.optional() }),
  onDossier('RequestConsent', { matter: consentMatter, number: number.optional() }),
  onDossier('GrantConsent', { matter: consentMatter, number }),
  onDossier('DenyConsent', { matter: consentMatter, number }),
] as const;

const deciding = [
  onDossier('HoldCellVote', { number, by: id.optional(), ...ballots }),
  onDossier('AppraiseBySubCommittee', { number, agrees: z.boolean(), ...noted }),
  onDossier('HoldCommitteeVote', { number, ...ballots }),
  onDossier('SubmitDossier', { number: number.optional() }),
  onDossier('ReturnDossier', { items: z.array(supplement).min(1).max(40), clock: z.enum(['runs', 'stops']), ...noted }),
  onDossier('ExtendDeadline', { deadline: clearText(1, 10), days: count, number, place: place.optional() }),
  /** `admittedOn` sets the admission date again, where a decision is made anew after the ceremony. */
  onDossier('DecideAdmission', { number, ...ballots, admittedOn: day.optional() }),
  onDossier('RefuseAdmission', { number, ...ballots, ...noted }),
  onDossier('GiveNotice', { answer: z.enum(['yes', 'no']), number }),
  onDossier('ReceiveDecision', {}),
  /** `admittedAs` is the code the new member gets; the dossier's own when left out. */
  onDossier('HoldCeremony', { consent: number.optional(), admittedAs: id.optional() }),
] as const;

const moving = [
  onDossier('MoveCandidate', { to: id, orderedOn: day, number }),
  onDossier('ForwardDossier', { number }),
  onDossier('ReceiveDossier', {}),
  onDossier('RedirectDecision', { number }),
  onDossier('AskReexamination', { number, ...noted }),
  onDossier('AnswerReexamination', { confirmed: z.boolean(), number, ...noted }),
] as const;

const probation = [
  onDossier('CompleteNewMemberCourse', { number, issuedOn: day }),
  onDossier('ReportProbation', {
    by: z.enum(['probationer', 'mentor']),
    writtenOn: day,
    member: id.optional(),
    ...noted,
  }),
  onDossier('ProlongProbation', { months: z.int().min(1).max(24), number, ...noted }),
  onDossier('HoldRecognitionVote', { body: z.enum(['cell', 'grassroots-committee']), number, ...ballots }),
  onDossier('DecideRecognition', { number, ...ballots }),
  onDossier('HoldErasureVote', { body: z.enum(['cell', 'grassroots-committee']), number, ...ballots }),
  onDossier('EraseProbationer', { number, ...ballots, ...noted }),
  onDossier('AppealErasure', { ...noted }),
  onDossier('ResolveAppeal', { outcome: z.enum(['upheld', 'overturned']), number, ...noted }),
] as const;

/** Grounds on which a decision is annulled. `moved-late` is no fault: the candidate had moved too long before (06-HD/TW of 9/6/2025, 3.9c). */
export const annulmentGround = z.enum([
  'charter',
  'age-or-schooling',
  'political',
  'not-eligible',
  'special-conditions',
  'undeclared-past',
  'moved-late',
]);

const ending = [
  onDossier('DelistCandidate', { ...noted }),
  onDossier('WithdrawCandidate', { reason: z.enum(['own-wish', 'oath-refused']).optional(), ...noted }),
  onDossier('RecordDeath', {}),
  onDossier('LetLeave', { number, ...noted }),
  onDossier('AnnulDecision', { ground: annulmentGround, number, ...noted }),
] as const;

const plain = z.discriminatedUnion('type', [...nominating, ...papers, ...deciding, ...moving, ...probation, ...ending]);
/** A step of a dossier, as it can also restate an earlier one. */
export type PlainDossierCommand = z.infer<typeof plain>;

/** What an entry should have said: the same command again, whole, and the day it happened. */
const restatement = {
  corrects: revision,
  /** The day it happened; the day of the corrected entry when left out. */
  happenedOn: day.optional(),
  replacement: plain,
  reason: clearText(3, 300),
  /** The written ground the correction rests on: nothing in a dossier is changed without one. */
  ground: number,
};

const mending = [
  onDossier('RedoStep', {
    steps: z.array(redoable).min(1).max(9),
    /** `lapsed` where local rules let a vote lapse on which nothing was decided in time. */
    why: z.enum(['wrong-authority', 'wrong-procedure', 'lapsed']),
    number,
    ...noted,
  }),
  onDossier('CorrectEntry', restatement),
  onDossier('ProposeCorrection', restatement),
  /** `proposal` is the entry that proposes what was read: one that has been replaced since is not approved unread. */
  onDossier('ApproveCorrection', { corrects: revision, number, proposal: revision.optional() }),
  onDossier('AdoptProcedure', { version: procedureName }),
  onDossier('NoteDeadline', { deadline: clearText(1, 10), start: day, place: place.optional() }),
] as const;

/** Steps of a candidate's dossier, in the order in which they are usually taken; the irregular ones after them. */
export const dossierCommand = z.discriminatedUnion('type', [
  ...nominating,
  ...papers,
  ...deciding,
  ...moving,
  ...probation,
  ...ending,
  ...mending,
]);
export type DossierCommand = z.infer<typeof dossierCommand>;

/** Every command on a dossier, by name, in the order of the union. */
export const DOSSIER_ACTIONS: readonly DossierCommand['type'][] = dossierCommand.options.map(
  (option) => option.shape.type.value,
);
