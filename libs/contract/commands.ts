import { z } from 'zod';
import {
  clearText,
  count,
  day,
  declared,
  details,
  id,
  identity,
  month,
  number,
  proposer,
  sex,
  unionKind,
  year,
} from './parts';

// The commands are written once, here: the HTTP edge parses by these schemas, OpenAPI and the import show them, and the
// deciders' types are inferred from them. There is no second description to keep in step.

const onDossier = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), dossier: id, ...shape });

const ballots = { yes: count, no: count, convened: count };

/** Steps of a candidate's dossier, in the order in which they are usually taken. */
export const dossierCommand = z.discriminatedUnion('type', [
  onDossier('ListCandidate', { cell: id, proposedBy: proposer, declared, identity, details: details.optional() }),
  onDossier('AssignMentor', { member: id }),
  onDossier('ReplaceMentor', { member: id, reason: z.enum(['moved', 'disciplined', 'died', 'other']) }),
  onDossier('ReportMentor', { opinion: z.enum(['good', 'needs-work']), details: details.optional() }),
  onDossier('ProposeTraining', { class: id }),
  onDossier('CertifyTraining', { class: id, number, issuedOn: day }),
  onDossier('PermitPaperwork', { number }),
  onDossier('OpenDossier', {}),
  onDossier('FileDocument', { form: clearText(1, 20), writtenOn: day, pages: count.optional() }),
  onDossier('NameIntroducer', { member: id, togetherSince: day }),
  onDossier('EndorseByUnion', { union: unionKind, number, ...ballots }),
  onDossier('StampBiography', {}),
  onDossier('RequestVerification', { place: id }),
  onDossier('AnswerVerification', { place: id, clear: z.boolean(), details: details.optional() }),
  onDossier('RecordRemark', { by: z.enum(['place', 'cell', 'committee']), details: details.optional() }),
  onDossier('CollectOpinion', { from: z.enum(['union', 'residence']), details: details.optional() }),
  onDossier('HoldCellVote', { number, ...ballots }),
  onDossier('HoldCommitteeVote', { number, ...ballots }),
  onDossier('SubmitDossier', { number: number.optional() }),
  onDossier('DecideAdmission', { number, ...ballots }),
  onDossier('RefuseAdmission', { number, ...ballots, details: details.optional() }),
  onDossier('ReceiveDecision', {}),
  onDossier('HoldCeremony', { consent: number.optional() }),
  onDossier('DelistCandidate', { details: details.optional() }),
  onDossier('WithdrawCandidate', { details: details.optional() }),
]);
export type DossierCommand = z.infer<typeof dossierCommand>;

export const organisationKind = z.enum(['district-committee', 'grassroots-committee', 'sub-committee', 'cell']);
export type OrganisationKind = z.infer<typeof organisationKind>;

const onOrganisation = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), organisation: id, ...shape });

export const organisationCommand = z.discriminatedUnion('type', [
  onOrganisation('FoundOrganisation', {
    name: clearText(2, 120),
    kind: organisationKind,
    parent: id.optional(),
    difficultArea: z.boolean().default(false),
  }),
  onOrganisation('RenameOrganisation', { name: clearText(2, 120) }),
  onOrganisation('MoveOrganisation', { parent: id }),
  onOrganisation('AssignOverseer', { member: id }),
  onOrganisation('ReviewSource', { month, listed: count, entered: count, left: count }),
]);
export type OrganisationCommand = z.infer<typeof organisationCommand>;

const onMember = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), member: id, ...shape });

export const memberCommand = z.discriminatedUnion('type', [
  onMember('RegisterMember', {
    cell: id,
    standing: z.enum(['official', 'probationary']),
    officialSince: day.optional(),
    sex: sex.optional(),
    identity,
  }),
  onMember('MoveMember', { cell: id }),
  onMember('DisciplineMember', { form: z.enum(['reprimand', 'warning', 'dismissal']) }),
  onMember('DepartMember', { reason: z.enum(['moved', 'died', 'expelled', 'left']) }),
]);
export type MemberCommand = z.infer<typeof memberCommand>;

/** A quota's period: one year, or a term of office from the first year to the last. */
export const period = z.union([
  z.strictObject({ year }),
  z
    .strictObject({ termFrom: year, termTo: year })
    .refine((p) => p.termTo > p.termFrom, 'the term must end after it begins'),
]);
export type Period = z.infer<typeof period>;

export const countsBy = z.enum(['ceremony', 'decision']);
export type CountsBy = z.infer<typeof countsBy>;

const onQuota = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), organisation: id, period, ...shape });

export const quotaCommand = z.discriminatedUnion('type', [
  onQuota('AssignQuota', { target: count, countsBy: countsBy.default('ceremony'), number }),
  onQuota('AllocateQuota', { to: id, target: count, number }),
  onQuota('AdjustQuota', { target: count, number, reason: clearText(1, 200) }),
  onQuota('MakeCommitment', { admitted: count, due: day }),
  onQuota('SettleCommitment', { due: day }),
]);
export type QuotaCommand = z.infer<typeof quotaCommand>;

const onClass = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), class: id, ...shape });

export const trainingCommand = z.discriminatedUnion('type', [
  onClass('PlanClass', {
    organisation: id,
    name: clearText(2, 120),
    from: day,
    to: day,
    places: count,
  }),
  onClass('ConcludeClass', { attended: count, passed: count }),
]);
export type TrainingCommand = z.infer<typeof trainingCommand>;

/** How a command travels: an id made by the caller before the first try, the day it happened, and the command itself. */
const travelling = <C extends z.ZodType>(command: C) =>
  z.strictObject({
    commandId: z.string().regex(/^[A-Za-z0-9._:-]{8,80}$/, '8 to 80 letters, digits or . _ : -'),
    on: day.optional(),
    command,
  });

/** The bodies of the POST routes, by aggregate. */
export const commandBody = {
  dossier: travelling(dossierCommand),
  organisation: travelling(organisationCommand),
  member: travelling(memberCommand),
  quota: travelling(quotaCommand),
  training: travelling(trainingCommand),
} as const;
export type Aggregate = keyof typeof commandBody;
export const AGGREGATES = Object.keys(commandBody) as readonly Aggregate[];

/** Every command there is, with the aggregate that decides it. */
export type Command = DossierCommand | OrganisationCommand | MemberCommand | QuotaCommand | TrainingCommand;
